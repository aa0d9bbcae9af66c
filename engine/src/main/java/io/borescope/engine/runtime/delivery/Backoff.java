package io.borescope.engine.runtime.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential back-off with jitter. Not thread-safe. */
public final class Backoff {
    private final double initialNanos;
    private final double multiplier;
    private final double randomizationFactor;
    private final double maxNanos;
    private final RandomGenerator random;
    private double nextNanos;

    /**
     * @param initial first delay, before jitter
     * @param multiplier each delay is this much longer than the one before
     * @param randomizationFactor each delay varies by this share, from 0 to 1
     * @param max longest delay, before jitter
     */
    public Backoff(
            Duration initial, double multiplier, double randomizationFactor, Duration max, RandomGenerator random) {
        this.initialNanos = (double) initial.toNanos();
        this.multiplier = multiplier;
        this.randomizationFactor = randomizationFactor;
        this.maxNanos = (double) max.toNanos();
        this.random = random;
        reset();
    }

    /** Begins again with the initial delay. */
    public void reset() {
        nextNanos = initialNanos;
    }

    /** The next delay. */
    public Duration next() {
        double delay = Math.min(nextNanos, maxNanos);
        nextNanos = Math.min(nextNanos * multiplier, maxNanos);
        double jitter = randomizationFactor * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (delay * (1 + jitter)));
    }
}
