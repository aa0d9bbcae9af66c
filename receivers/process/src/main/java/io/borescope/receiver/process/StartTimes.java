package io.borescope.receiver.process;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import java.util.function.LongSupplier;

/**
 * Start times of processes. The kernel's records give nanoseconds of {@code CLOCK_BOOTTIME}, {@code /proc} the same time cut to clock
 * ticks; both must name the same process. Not thread-safe.
 */
final class StartTimes {
    /** A clock tick of {@code /proc}: USER_HZ is 100 on every architecture we run on. */
    static final long TICK_NANOS = 10_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EngineClock clock;
    private final LongSupplier bootNanos;
    private int generation = -1;
    private long epochOfBoot;

    /**
     * @param bootNanos reads {@code CLOCK_BOOTTIME}, which unlike {@code CLOCK_MONOTONIC} counts on while the host is suspended
     */
    StartTimes(EngineClock clock, LongSupplier bootNanos) {
        this.clock = clock;
        this.bootNanos = bootNanos;
    }

    /**
     * Whether two start times of one pid mean the same process. A whole tick comes from {@code /proc} and stands for every time in it;
     * two times from the kernel must be equal.
     */
    static boolean same(long start, long other) {
        boolean eitherIsATick = toTick(start) == start || toTick(other) == other;
        return start == other || (eitherIsATick && toTick(start) == toTick(other));
    }

    /** The tick that a start time lies in. */
    static long toTick(long startNanos) {
        return startNanos - Math.floorMod(startNanos, TICK_NANOS);
    }

    /**
     * Wall time of a start. Rounded so that the next run of the agent, which samples the clocks at another moment, most likely gets the
     * same; a clock step changes it only for processes seen afterwards.
     */
    long toEpochNanos(long startNanos) {
        ClockMapping mapping = clock.mapping();
        if (mapping.generation() != generation) {
            generation = mapping.generation();
            long epochNow = mapping.toEpochNanos(clock.monotonicNanos());
            epochOfBoot = Math.ceilDiv(epochNow - bootNanos.getAsLong() - NANOS_PER_MILLI / 2, NANOS_PER_MILLI)
                    * NANOS_PER_MILLI;
        }
        return epochOfBoot + startNanos;
    }
}
