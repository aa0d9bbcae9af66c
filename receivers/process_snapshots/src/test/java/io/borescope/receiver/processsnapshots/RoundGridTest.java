package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.time.SlotClock;
import org.junit.jupiter.api.Test;

final class RoundGridTest {
    private static final long SECOND = 1_000_000_000;
    private static final SlotClock SLOTS = new SlotClock(1_000 * SECOND + 7, 12 * SECOND, 32);

    @Test
    void withoutSlotsRoundsBeginAtMultiplesOfTheInterval() {
        RoundGrid grid = new RoundGrid(5 * SECOND, null);
        assertThat(grid.next(10 * SECOND)).isEqualTo(15 * SECOND);
        assertThat(grid.next(15 * SECOND - 1)).isEqualTo(15 * SECOND);
    }

    @Test
    void roundsAreCountedFromTheStartOfEachSlot() {
        RoundGrid grid = new RoundGrid(5 * SECOND, SLOTS);
        long slot = SLOTS.startOf(3);
        assertThat(grid.next(slot - 1)).isEqualTo(slot);
        assertThat(grid.next(slot)).isEqualTo(slot + 5 * SECOND);
        assertThat(grid.next(slot + 10 * SECOND)).isEqualTo(slot + 12 * SECOND);
    }

    @Test
    void longIntervalsAreCountedFromGenesis() {
        RoundGrid grid = new RoundGrid(60 * SECOND, SLOTS);
        assertThat(grid.next(SLOTS.startOf(7))).isEqualTo(SLOTS.genesisEpochNanos() + 120 * SECOND);
        assertThat(grid.next(SLOTS.genesisEpochNanos() - 1)).isEqualTo(SLOTS.genesisEpochNanos());
    }
}
