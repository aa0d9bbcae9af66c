package io.borescope.engine.runtime.telemetry;

/**
 * How a component is.
 *
 * @param key which one
 * @param state its state
 * @param message why; empty if there is nothing to say
 * @param sinceEpochNanos wall time of the latest change of state
 */
public record ComponentStatus(ComponentKey key, State state, String message, long sinceEpochNanos) {
    /** The Collector's states, without the fatal one: what fails is contained. */
    public enum State {
        /** Not ready yet. */
        STARTING,
        /** Works as it should. */
        OK,
        /** Works in part or not now; goes on by itself. */
        RECOVERABLE,
        /** Will not work again without help. */
        PERMANENT,
        /** Closing. */
        STOPPING,
        /** Closed. */
        STOPPED
    }
}
