package io.borescope.receiver.processsnapshots;

import io.borescope.api.time.SlotClock;
import org.jspecify.annotations.Nullable;

/**
 * When rounds begin, on wall time. With slots, intervals are counted from the start of each slot, and from genesis if they are longer than a
 * slot; without, from the epoch.
 */
record RoundGrid(long intervalNanos, @Nullable SlotClock slots) {
    /** The first beginning of a round after a wall time. */
    long next(long epochNanos) {
        if (slots == null) {
            return after(epochNanos, 0);
        }
        if (intervalNanos > slots.slotNanos()) {
            return after(epochNanos, slots.genesisEpochNanos());
        }
        long slotStart = slots.startOf(slots.slotAt(epochNanos));
        return Math.min(after(epochNanos, slotStart), slotStart + slots.slotNanos());
    }

    private long after(long epochNanos, long anchor) {
        return anchor + (Math.floorDiv(epochNanos - anchor, intervalNanos) + 1) * intervalNanos;
    }
}
