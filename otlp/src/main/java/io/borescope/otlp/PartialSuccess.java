package io.borescope.otlp;

/**
 * What an answer says of a request that was taken.
 *
 * @param rejected spans, log records or data points that were not
 * @param message why; with none rejected, a warning; empty if there is nothing to say
 */
public record PartialSuccess(long rejected, String message) {
    /** Everything was taken. */
    public static final PartialSuccess FULL = new PartialSuccess(0, "");

    /** Whether there is nothing to say. */
    public boolean isFull() {
        return rejected == 0 && message.isEmpty();
    }
}
