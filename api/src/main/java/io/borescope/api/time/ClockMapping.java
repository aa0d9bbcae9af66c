package io.borescope.api.time;

/**
 * How monotonic time becomes wall time between two clock steps.
 *
 * @param generation grows by one with each step of the wall clock
 * @param offsetNanos wall time since the epoch minus monotonic time
 */
public record ClockMapping(int generation, long offsetNanos) {
    /** Wall time, in nanoseconds since the epoch, of a monotonic time. */
    public long toEpochNanos(long monotonicNanos) {
        return monotonicNanos + offsetNanos;
    }

    /** Monotonic time of a wall time given in nanoseconds since the epoch. */
    public long toMonotonicNanos(long epochNanos) {
        return epochNanos - offsetNanos;
    }
}
