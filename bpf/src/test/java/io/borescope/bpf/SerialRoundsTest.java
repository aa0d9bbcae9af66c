package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SerialRoundsTest {
    private static final int LAST = 16_000_000;

    @Test
    void beginsLaterThanAnyCpuCanHaveForkedSinceAnEarlierBegin() {
        long minute = 60_000_000_000L;
        int mostForksOfACpu = 10_000 * 60;

        assertThat(ProcessTracker.firstRound(2 * minute, LAST) - ProcessTracker.firstRound(minute, LAST))
                .isGreaterThan(mostForksOfACpu);
    }

    @Test
    void staysWithinTheRounds() {
        assertThat(ProcessTracker.firstRound(0, LAST)).isEqualTo(1);
        assertThat(ProcessTracker.firstRound(-1_000_000_000L, LAST)).isBetween(1, LAST);
        assertThat(ProcessTracker.firstRound(Long.MAX_VALUE, LAST)).isBetween(1, LAST);
        assertThat(ProcessTracker.firstRound(((long) LAST << 16) - 1, LAST)).isEqualTo(LAST);
        assertThat(ProcessTracker.firstRound((long) LAST << 16, LAST)).isEqualTo(1);
    }
}
