package io.borescope.engine.runtime.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void growsUpToItsLimit() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), 2, 0, Duration.ofMillis(500), new Random(1));

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void variesByItsShareToBothSides() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), 1, 0.5, Duration.ofSeconds(1), new Random(1));
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 1_000; i++) {
            long millis = backoff.next().toMillis();
            shortest = Math.min(shortest, millis);
            longest = Math.max(longest, millis);
        }

        assertThat(shortest).isBetween(50L, 60L);
        assertThat(longest).isBetween(140L, 150L);
    }

    @Test
    void ofARetryIsNotShorterThanTheBackendAsked() {
        Retry retry = retry(Duration.ZERO);

        assertThat(retry.next(0, Optional.of(Duration.ofSeconds(7)))).contains(Duration.ofSeconds(7));
        assertThat(retry.next(0, Optional.of(Duration.ofMillis(7)))).contains(Duration.ofMillis(1_500));
    }

    @Test
    void ofARetryIsAnHourAtMostWhateverTheBackendAsks() {
        Retry retry = retry(Duration.ZERO);
        assertThat(retry.next(0, Optional.of(Duration.ofSeconds(Long.MAX_VALUE))))
                .contains(Duration.ofHours(1));
    }

    @Test
    void ofARetryEndsWhenTheNextAttemptWouldComeTooLate() {
        Retry retry = retry(Duration.ofSeconds(10));

        assertThat(retry.next(Duration.ofSeconds(9).toNanos(), Optional.empty()))
                .contains(Duration.ofSeconds(1));
        assertThat(retry.next(Duration.ofSeconds(9).toNanos(), Optional.empty()))
                .isEmpty();
    }

    private static Retry retry(Duration maxElapsedTime) {
        return new Retry(
                new RetryOnFailure(true, Duration.ofSeconds(1), 1.5, 0.0, Duration.ofSeconds(30), maxElapsedTime),
                maxElapsedTime,
                0,
                new Random(1));
    }
}
