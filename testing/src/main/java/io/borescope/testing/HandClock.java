package io.borescope.testing;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import java.time.Duration;

/** A clock that stands still until a test moves it. Not thread-safe. */
public final class HandClock implements EngineClock {
    private long monotonicNanos;
    private ClockMapping mapping;

    /**
     * @param monotonicNanos monotonic time to begin at
     * @param epochNanos wall time at that moment
     */
    public HandClock(long monotonicNanos, long epochNanos) {
        this.monotonicNanos = monotonicNanos;
        this.mapping = new ClockMapping(0, epochNanos - monotonicNanos);
    }

    /** Lets time pass on both clocks. */
    public void advance(Duration duration) {
        monotonicNanos += duration.toNanos();
    }

    /** Puts the monotonic clock to a time; wall time follows. */
    public void moveTo(long monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
    }

    /** Steps the wall clock, as {@code settimeofday} would; the mapping gets a new generation. */
    public void stepWallClock(Duration by) {
        mapping = new ClockMapping(mapping.generation() + 1, mapping.offsetNanos() + by.toNanos());
    }

    @Override
    public long monotonicNanos() {
        return monotonicNanos;
    }

    @Override
    public ClockMapping mapping() {
        return mapping;
    }
}
