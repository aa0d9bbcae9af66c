package io.borescope.api.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long SECOND = 1_000_000_000;

    /** Ten monotonic seconds are one thousand seconds after the epoch. */
    private final ClockMapping mapping = new ClockMapping(0, 990 * SECOND);

    private final Window window =
            new Window(1, mapping, 1_000 * SECOND, 1_001 * SECOND, Window.NO_SLOT, 1_000 * SECOND, Window.NO_EPOCH);

    @Test
    void holdsItsStartAndNotItsEnd() {
        assertThat(window.contains(10 * SECOND - 1)).isFalse();
        assertThat(window.contains(10 * SECOND)).isTrue();
        assertThat(window.contains(11 * SECOND - 1)).isTrue();
        assertThat(window.contains(11 * SECOND)).isFalse();
    }

    @Test
    void sharesWithASpanWhatLiesInBoth() {
        assertThat(window.overlapNanos(9 * SECOND, 12 * SECOND)).isEqualTo(SECOND);
        assertThat(window.overlapNanos(10 * SECOND + 1, 10 * SECOND + 3)).isEqualTo(2);
        assertThat(window.overlapNanos(9 * SECOND, 10 * SECOND)).isZero();
        assertThat(window.overlapNanos(11 * SECOND, 12 * SECOND)).isZero();
    }

    @Test
    void aReadingLiesInTheSlotInWhichItBegan() {
        SlotClock slots = new SlotClock(1_000 * SECOND, 12 * SECOND, 32);

        Window inSlot = Window.ofReading(7, mapping, 1_407 * SECOND, 1_409 * SECOND, slots);
        assertThat(inSlot).isEqualTo(new Window(7, mapping, 1_407 * SECOND, 1_409 * SECOND, 33, 1_396 * SECOND, 1));

        Window beforeGenesis = Window.ofReading(7, mapping, 999 * SECOND, 999 * SECOND, slots);
        assertThat(beforeGenesis.slot()).isEqualTo(Window.NO_SLOT);
        assertThat(beforeGenesis.epoch()).isEqualTo(Window.NO_EPOCH);

        Window withoutSlots = Window.ofReading(7, mapping, 1_407 * SECOND, 1_409 * SECOND, null);
        assertThat(withoutSlots.slot()).isEqualTo(Window.NO_SLOT);
        assertThat(withoutSlots.slotStartEpochNanos()).isEqualTo(1_407 * SECOND);
    }

    @Test
    void slotsAreCountedFromGenesisAndBackwardsBeforeIt() {
        SlotClock slots = new SlotClock(1_606_824_023 * SECOND, 12 * SECOND, 32);
        assertThat(slots.slotAt(1_606_824_023 * SECOND)).isZero();
        assertThat(slots.slotAt(1_606_824_035 * SECOND - 1)).isZero();
        assertThat(slots.slotAt(1_606_824_035 * SECOND)).isEqualTo(1);
        assertThat(slots.slotAt(1_606_824_023 * SECOND - 1)).isEqualTo(-1);
        assertThat(slots.startOf(1)).isEqualTo(1_606_824_035 * SECOND);
        assertThat(slots.epochOf(31)).isZero();
        assertThat(slots.epochOf(32)).isEqualTo(1);
        assertThat(slots).hasToString("slots of 12s from 2020-12-01T12:00:23Z, 32 per epoch");
    }

    @Test
    void toldLaterItIsTheSamePieceOfTheKernelsTime() {
        Window later = window.toldLater(1_500_000);

        assertThat(later.startEpochNanos()).isEqualTo(1_000 * SECOND + 1_500_000);
        assertThat(later.startMonotonicNanos()).isEqualTo(window.startMonotonicNanos());
        assertThat(later.endMonotonicNanos()).isEqualTo(window.endMonotonicNanos());
        assertThat(later.durationNanos()).isEqualTo(window.durationNanos());
    }
}
