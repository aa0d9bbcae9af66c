package io.borescope.engine.runtime.telemetry;

/**
 * An amount in both units of the ledger.
 *
 * @param events input events answered for
 * @param records events or rows, in the unit of the signal
 */
public record Count(long events, long records) {
    /** Nothing. */
    public static final Count ZERO = new Count(0, 0);

    /** The sum of two. */
    public Count plus(Count other) {
        return new Count(events + other.events, records + other.records);
    }
}
