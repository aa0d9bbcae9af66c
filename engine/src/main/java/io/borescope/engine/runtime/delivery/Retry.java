package io.borescope.engine.runtime.delivery;

import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When one export is tried again, and when it is given up. Not thread-safe. */
final class Retry {
    /** What a backend may ask for; one that says "in the year 9999" has a wrong clock. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    private final Backoff backoff;
    private final Duration maxElapsedTime;
    private final long startNanos;

    /**
     * @param maxElapsedTime when to give up; zero means never
     * @param startNanos when the first attempt began, on any monotonic clock
     */
    Retry(RetryOnFailure config, Duration maxElapsedTime, long startNanos, RandomGenerator random) {
        this.backoff = new Backoff(
                config.initialInterval(),
                config.multiplier(),
                config.randomizationFactor(),
                config.maxInterval(),
                random);
        this.maxElapsedTime = maxElapsedTime;
        this.startNanos = startNanos;
    }

    /**
     * The rest before the next attempt, or empty if that would begin too late.
     *
     * @param nowNanos on the clock of the start
     * @param askedFor what the backend asked for; the rest is not shorter, but an hour at most
     */
    Optional<Duration> next(long nowNanos, Optional<Duration> askedFor) {
        Duration delay = backoff.next();
        if (askedFor.isPresent() && askedFor.get().compareTo(delay) > 0) {
            delay = askedFor.get().compareTo(LONGEST_ASKED_FOR) < 0 ? askedFor.get() : LONGEST_ASKED_FOR;
        }
        Duration elapsed = Duration.ofNanos(nowNanos - startNanos).plus(delay);
        boolean tooLate = !maxElapsedTime.isZero() && elapsed.compareTo(maxElapsedTime) > 0;
        return tooLate ? Optional.empty() : Optional.of(delay);
    }
}
