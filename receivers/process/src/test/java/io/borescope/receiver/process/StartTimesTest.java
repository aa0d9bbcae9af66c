package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.testing.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StartTimesTest {
    private static final long SECOND = 1_000_000_000;
    private static final long SUSPENDED = 3_600 * SECOND;

    private final HandClock clock = new HandClock(100 * SECOND, 1_800_000_000 * SECOND);
    private final StartTimes times = new StartTimes(clock, () -> clock.monotonicNanos() + SUSPENDED);

    @Test
    void countsTheTimeTheHostWasSuspended() {
        long startedTenSecondsAgo = 90 * SECOND + SUSPENDED;

        assertThat(times.toEpochNanos(startedTenSecondsAgo)).isEqualTo(1_799_999_990 * SECOND);
    }

    @Test
    void givesTheSameTimeWheneverItIsAsked() {
        long before = times.toEpochNanos(5 * SECOND);
        clock.advance(Duration.ofNanos(123_456_789));

        assertThat(times.toEpochNanos(5 * SECOND)).isEqualTo(before);
        assertThat(new StartTimes(clock, () -> clock.monotonicNanos() + SUSPENDED + 40_000).toEpochNanos(5 * SECOND))
                .as("another run of the agent, which reads the clocks 40 us apart")
                .isEqualTo(before);
    }

    @Test
    void followsAStepOfTheWallClock() {
        long before = times.toEpochNanos(5 * SECOND);
        clock.stepWallClock(Duration.ofSeconds(-7));

        assertThat(times.toEpochNanos(5 * SECOND)).isEqualTo(before - 7 * SECOND);
    }

    @Test
    void takesATickForEveryTimeInIt() {
        assertThat(StartTimes.same(1_234_567_890, 1_230_000_000)).isTrue();
        assertThat(StartTimes.same(1_230_000_000, 1_239_999_999)).isTrue();
        assertThat(StartTimes.same(1_234_567_890, 1_240_000_000)).isFalse();
    }

    @Test
    void tellsTwoTimesOfTheKernelApartWithinATick() {
        assertThat(StartTimes.same(1_234_567_890, 1_234_567_890)).isTrue();
        assertThat(StartTimes.same(1_234_567_890, 1_234_567_891)).isFalse();
    }
}
