package io.borescope.api.time;

import org.jspecify.annotations.Nullable;

/**
 * A piece of time that events are counted in: from its start, inclusive, to its end, exclusive. It lives within one {@link
 * ClockMapping}, so its borders are exact on both clocks.
 *
 * @param sequence grows with time within one windowing processor; the same for every appearance of this window, and no other window's
 *     in this run of the agent, so that it can stand for the window
 * @param mapping turns the kernel's time into this window's
 * @param startEpochNanos first nanosecond, wall time since the epoch; where coverage began, if that was later than the grid's border.
 *     Where wall time repeats itself after a small step backwards, a start is told later than it was, so that no two windows share one
 * @param endEpochNanos first nanosecond after it; where coverage ended, if that was earlier than the grid's border
 * @param slot number of the slot it lies in, or {@link #NO_SLOT}
 * @param slotStartEpochNanos start of that slot; the window's grid start where there is none
 * @param epoch number of the slot's epoch, or {@link #NO_EPOCH}
 */
public record Window(
        long sequence,
        ClockMapping mapping,
        long startEpochNanos,
        long endEpochNanos,
        long slot,
        long slotStartEpochNanos,
        long epoch) {
    /** The slot number of windows on a grid without slots. */
    public static final long NO_SLOT = -1;

    /** The epoch of windows without a slot. */
    public static final long NO_EPOCH = -1;

    public Window {
        if (endEpochNanos < startEpochNanos) {
            throw new IllegalArgumentException("a window cannot end before it starts");
        }
    }

    /**
     * The time that a reading took, in the slot in which it began.
     *
     * @param slots null where there are no slots: the window then stands where a slot would begin
     */
    public static Window ofReading(
            long sequence, ClockMapping mapping, long startEpochNanos, long endEpochNanos, @Nullable SlotClock slots) {
        if (slots == null) {
            return new Window(sequence, mapping, startEpochNanos, endEpochNanos, NO_SLOT, startEpochNanos, NO_EPOCH);
        }
        long slot = slots.slotAt(startEpochNanos);
        boolean begun = slot >= 0;
        return new Window(
                sequence,
                mapping,
                startEpochNanos,
                endEpochNanos,
                begun ? slot : NO_SLOT,
                slots.startOf(slot),
                begun ? slots.epochOf(slot) : NO_EPOCH);
    }

    /** First nanosecond of this window on the kernel's monotonic clock. */
    public long startMonotonicNanos() {
        return mapping.toMonotonicNanos(startEpochNanos);
    }

    /** First nanosecond after this window on the kernel's monotonic clock. */
    public long endMonotonicNanos() {
        return mapping.toMonotonicNanos(endEpochNanos);
    }

    /** Length in nanoseconds. */
    public long durationNanos() {
        return endEpochNanos - startEpochNanos;
    }

    /** Whether a monotonic time lies in this window. */
    public boolean contains(long monotonicNanos) {
        return monotonicNanos >= startMonotonicNanos() && monotonicNanos < endMonotonicNanos();
    }

    /** Nanoseconds that a span of monotonic time, from inclusive to exclusive, has in common with this window. */
    public long overlapNanos(long fromMonotonicNanos, long toMonotonicNanos) {
        long from = Math.max(fromMonotonicNanos, startMonotonicNanos());
        long to = Math.min(toMonotonicNanos, endMonotonicNanos());
        return Math.max(0, to - from);
    }

    /** This window on a wall clock that is ahead by this much: the same piece of the kernel's time, in the same slot. */
    public Window toldLater(long nanos) {
        return new Window(
                sequence,
                new ClockMapping(mapping.generation(), mapping.offsetNanos() + nanos),
                startEpochNanos + nanos,
                endEpochNanos + nanos,
                slot,
                slotStartEpochNanos,
                epoch);
    }

    /** This window, ended earlier or later; used where coverage ends before the grid's border. */
    public Window withEnd(long newEndEpochNanos) {
        return new Window(sequence, mapping, startEpochNanos, newEndEpochNanos, slot, slotStartEpochNanos, epoch);
    }
}
