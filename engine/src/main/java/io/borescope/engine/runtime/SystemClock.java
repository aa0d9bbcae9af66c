package io.borescope.engine.runtime;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of a real agent. On Linux {@link System#nanoTime} is {@code CLOCK_MONOTONIC}, the clock of {@code bpf_ktime_get_ns()}, with the
 * same zero; a test compares the two.
 *
 * <p>Both {@code CLOCK_MONOTONIC} and {@code CLOCK_REALTIME} follow the same adjusted rate, so their difference stays as it is until
 * somebody steps the wall clock (or the machine was suspended). {@link #check} looks for that. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/clock_gettime.2.html">clock_gettime(2)</a>
 */
final class SystemClock implements EngineClock {
    /** A change of the offset up to this is not a step. */
    static final Duration STEP_THRESHOLD = Duration.ofMillis(1);

    /** How often {@link #check} is to be called. */
    static final Duration CHECK_PERIOD = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(SystemClock.class);

    /** Readings of which the best counts: a thread that was descheduled between two clocks reads a wrong offset. */
    private static final int READINGS = 5;

    private final LongSupplier monotonicClock;
    private final LongSupplier wallClock;
    private volatile ClockMapping mapping;

    SystemClock() {
        this(System::nanoTime, SystemClock::wallNanos);
    }

    SystemClock(LongSupplier monotonicClock, LongSupplier wallClock) {
        this.monotonicClock = monotonicClock;
        this.wallClock = wallClock;
        this.mapping = new ClockMapping(0, best(monotonicClock, wallClock).offsetNanos());
    }

    @Override
    public long monotonicNanos() {
        return monotonicClock.getAsLong();
    }

    @Override
    public ClockMapping mapping() {
        return mapping;
    }

    /** Begins a new generation if the wall clock was stepped. Called by one thread. */
    void check() {
        Reading reading = best(monotonicClock, wallClock);
        ClockMapping before = mapping;
        long change = reading.offsetNanos() - before.offsetNanos();
        if (Math.abs(change) > STEP_THRESHOLD.toNanos() + reading.errorNanos()) {
            mapping = new ClockMapping(before.generation() + 1, reading.offsetNanos());
            log.warn("the wall clock was stepped by {}; open windows end here", Duration.ofNanos(change));
        }
    }

    private static Reading best(LongSupplier monotonicClock, LongSupplier wallClock) {
        Reading best = Reading.take(monotonicClock, wallClock);
        for (int i = 1; i < READINGS; i++) {
            Reading next = Reading.take(monotonicClock, wallClock);
            best = next.errorNanos() < best.errorNanos() ? next : best;
        }
        return best;
    }

    private static long wallNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    /** The wall clock, read between two readings of the monotonic one: the true offset is at most the error away. */
    private record Reading(long offsetNanos, long errorNanos) {
        static Reading take(LongSupplier monotonicClock, LongSupplier wallClock) {
            long before = monotonicClock.getAsLong();
            long wall = wallClock.getAsLong();
            long half = (monotonicClock.getAsLong() - before + 1) / 2;
            return new Reading(wall - (before + half), half);
        }
    }
}
