package io.borescope.processor.slotwindow;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.WindowBorders;
import org.jspecify.annotations.Nullable;

/**
 * Where windows begin, told ahead.
 *
 * @param mapping turns the kernel's time into the grid's
 * @param since the first border of this grid and mapping; monotonic
 * @param before the borders up to there, if there were any
 */
record GridBorders(
        ClockMapping mapping,
        WindowGrid grid,
        long since,
        @Nullable GridBorders before) implements WindowBorders.Source {
    /** From the beginning on. */
    static GridBorders of(ClockMapping mapping, WindowGrid grid) {
        return new GridBorders(mapping, grid, Long.MIN_VALUE, null);
    }

    /** These up to a border, and from there on others. What was before these is forgotten. */
    GridBorders followedBy(ClockMapping newMapping, WindowGrid newGrid, long border) {
        return new GridBorders(newMapping, newGrid, border, new GridBorders(mapping, grid, since, null));
    }

    @Override
    public long after(long monotonicNanos) {
        if (monotonicNanos < since) {
            return before == null ? since : Math.min(since, before.after(monotonicNanos));
        }
        return mapping.toMonotonicNanos(grid.cellEnd(mapping.toEpochNanos(monotonicNanos)));
    }
}
