package io.borescope.api.time;

/** The engine's clock. Thread-safe; tests turn one by hand. */
public interface EngineClock {
    /** Nanoseconds of {@code CLOCK_MONOTONIC}, the clock of kernel events. */
    long monotonicNanos();

    /** The mapping to wall time that holds now. A clock step replaces it by one of the next generation. */
    ClockMapping mapping();

    /** Wall time now, in nanoseconds since the epoch. */
    default long epochNanos() {
        return mapping().toEpochNanos(monotonicNanos());
    }
}
