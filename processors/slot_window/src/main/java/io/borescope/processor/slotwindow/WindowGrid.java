package io.borescope.processor.slotwindow;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import org.jspecify.annotations.Nullable;

/**
 * Where windows begin and end on wall time. With slots each slot is cut into intervals from its start, the last one shorter if the
 * interval does not divide the slot; without, intervals are aligned to the epoch.
 *
 * @param intervalNanos longest window
 * @param slots the slots, if there are any
 */
record WindowGrid(long intervalNanos, @Nullable SlotClock slots) {
    /** Start of the cell that holds a wall time. */
    long cellStart(long epochNanos) {
        long anchor = anchor(epochNanos);
        return anchor + Math.floorDiv(epochNanos - anchor, intervalNanos) * intervalNanos;
    }

    /** End of the cell that holds a wall time. */
    long cellEnd(long epochNanos) {
        long end = cellStart(epochNanos) + intervalNanos;
        return slots == null ? end : Math.min(end, anchor(epochNanos) + slots.slotNanos());
    }

    private long anchor(long epochNanos) {
        return slots == null ? 0 : slots.startOf(slots.slotAt(epochNanos));
    }

    /** A window of this grid from a wall time, wherever in its cell, to another one in the same cell or at its end. */
    Window window(long sequence, ClockMapping mapping, long startEpochNanos, long endEpochNanos) {
        long slot = slots == null ? Window.NO_SLOT : slots.slotAt(startEpochNanos);
        if (slots == null || slot < 0) { // slots are numbered from genesis on; what was before has none
            long start = cellStart(startEpochNanos);
            return new Window(
                    sequence, mapping, startEpochNanos, endEpochNanos, Window.NO_SLOT, start, Window.NO_EPOCH);
        }
        return new Window(
                sequence, mapping, startEpochNanos, endEpochNanos, slot, slots.startOf(slot), slots.epochOf(slot));
    }
}
