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
        long slotStart = slots == null ? cellStart(startEpochNanos) : anchor(startEpochNanos);
        long slot = slotAt(startEpochNanos);
        long epoch = slots == null || slot == Window.NO_SLOT ? Window.NO_EPOCH : slots.epochOf(slot);
        return new Window(sequence, mapping, startEpochNanos, endEpochNanos, slot, slotStart, epoch);
    }

    /** Slots are numbered from genesis on; what was before has none. */
    private long slotAt(long epochNanos) {
        return slots == null ? Window.NO_SLOT : Math.max(Window.NO_SLOT, slots.slotAt(epochNanos));
    }
}
