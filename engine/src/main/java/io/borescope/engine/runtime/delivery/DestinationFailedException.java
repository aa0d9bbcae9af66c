package io.borescope.engine.runtime.delivery;

/** The exporter threw what it may not throw and is being replaced. */
public final class DestinationFailedException extends Exception {
    private static final long serialVersionUID = 1;

    public DestinationFailedException(Throwable cause) {
        super(cause);
    }
}
