package io.borescope.processor.slotwindow;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open windows, oldest first. Each begins where the one before it ended, on the kernel's clock; all times here are monotonic. No
 * window is empty. A window that leaves is given to the consumer named at construction.
 *
 * <p>On wall time, too, each window starts later than the one before it, by a millisecond at least: rows are kept by the millisecond in
 * which their window started, and a second row of that key would replace the first. Where the wall clock was stepped back, or a window
 * is shorter than a millisecond, the start is told as late as that needs; the duration, the slot and the border itself stay true. Only a
 * step back of more than a minute is followed at once: a clock that was so wrong must not be held on to.
 */
final class WindowChain {
    private static final long MILLI = 1_000_000;
    private static final long LONGEST_REPEAT_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * @param real where it lies
     * @param told how it is handed on: the same, or on a wall clock that is ahead
     */
    private record Opened(Window real, Window told) {
        Opened withEnd(long time) {
            return new Opened(
                    real.withEnd(real.mapping().toEpochNanos(time)),
                    told.withEnd(told.mapping().toEpochNanos(time)));
        }
    }

    private final List<Opened> open = new ArrayList<>();
    private final int limit;
    private final Consumer<Window> leaving;

    private WindowGrid grid;
    private WindowGrid firstGrid;
    private @Nullable ClockMapping mapping;
    private long nextSequence;
    private long coverageStart;
    private long earliestCoverage;
    private long end;
    private long latestStartMillis = Long.MIN_VALUE;
    private boolean anyLeft;

    /**
     * @param limit most windows open at once
     * @param firstSequence smallest sequence of a window
     * @param leaving takes each window that is not open any more, in order
     */
    WindowChain(WindowGrid grid, int limit, long firstSequence, Consumer<Window> leaving) {
        this.grid = grid;
        this.firstGrid = grid;
        this.limit = limit;
        this.leaving = leaving;
        this.nextSequence = firstSequence + limit; // leaves room below for windows that extendBack puts in front
    }

    /**
     * Starts coverage with the window that holds {@code time}.
     *
     * @param earliest coverage is never moved back beyond this
     */
    void begin(ClockMapping firstMapping, long time, long earliest) {
        mapping = firstMapping;
        firstGrid = grid;
        coverageStart = time;
        earliestCoverage = earliest;
        end = time;
        extendTo(time + 1);
    }

    boolean hasBegun() {
        return mapping != null;
    }

    /** Uses another grid from the end of the newest window on. */
    void useGrid(WindowGrid newGrid) {
        grid = newGrid;
    }

    int size() {
        return open.size();
    }

    Window get(int index) {
        return open.get(index).told();
    }

    /** Where the run's first window begins. */
    long coverageStart() {
        return coverageStart;
    }

    /** Where the oldest open window begins; what is earlier has been closed. */
    long start() {
        return open.isEmpty() ? end : open.getFirst().real().startMonotonicNanos();
    }

    /** Where the newest open window ends. */
    long end() {
        return end;
    }

    /** The open window that holds a time, or null. Recent times are found first. */
    @Nullable
    Window find(long time) {
        for (int i = open.size() - 1; i >= 0; i--) {
            Window window = open.get(i).told();
            if (window.contains(time)) {
                return window;
            }
        }
        return null;
    }

    /**
     * Opens windows until {@code time}, exclusive, is covered. Returns how many windows of the grid were left out because the gap is
     * wider than all windows that may be open.
     */
    long extendTo(long time) {
        long missing = (time - end) / grid.intervalNanos();
        if (missing > limit) {
            closeAll();
            ClockMapping current = currentMapping();
            end = Math.max(end, current.toMonotonicNanos(grid.cellStart(current.toEpochNanos(time - 1))));
        }
        while (end < time) {
            openNext();
        }
        return missing > limit ? missing : 0;
    }

    private void openNext() {
        if (open.size() == limit) {
            closeFirst();
        }
        ClockMapping current = currentMapping();
        long startEpoch = current.toEpochNanos(end);
        Window window = grid.window(nextSequence++, current, startEpoch, grid.cellEnd(startEpoch));
        open.add(startedAfterTheLast(window));
        end = window.endMonotonicNanos();
    }

    /** The same piece of time, told on a wall clock that is later where it must be. */
    private Opened startedAfterTheLast(Window window) {
        long missing =
                latestStartMillis == Long.MIN_VALUE ? 0 : (latestStartMillis + 1) * MILLI - window.startEpochNanos();
        Window told = missing > 0 && missing <= LONGEST_REPEAT_NANOS ? window.toldLater(missing) : window;
        latestStartMillis = Math.floorDiv(told.startEpochNanos(), MILLI);
        return new Opened(window, told);
    }

    /**
     * Moves the start of coverage to an earlier time, if no window has left and the windows in between fit.
     *
     * @return whether {@code time} is covered now
     */
    boolean extendBack(long time) {
        if (anyLeft || time < earliestCoverage || (start() - time) / firstGrid.intervalNanos() > limit) {
            return false;
        }
        boolean fits = true;
        while (fits && time < start()) {
            fits = extendFirstBack(time);
        }
        latestStartMillis = Long.MIN_VALUE; // what follows another start now is told anew
        open.replaceAll(opened -> startedAfterTheLast(opened.real()));
        coverageStart = Math.min(coverageStart, start());
        return fits;
    }

    /** Moves the first window's start back within its cell, or puts another one in front. */
    private boolean extendFirstBack(long time) {
        Window first = open.getFirst().real();
        long firstStart = first.startEpochNanos();
        long wanted = first.mapping().toEpochNanos(time);
        long cellStart = firstGrid.cellStart(firstStart);
        if (cellStart < firstStart) {
            long start = Math.max(wanted, cellStart);
            Window longer = firstGrid.window(first.sequence(), first.mapping(), start, first.endEpochNanos());
            open.set(0, new Opened(longer, longer));
            return true;
        }
        if (open.size() == limit) {
            return false;
        }
        long start = Math.max(wanted, firstGrid.cellStart(firstStart - 1));
        Window before = firstGrid.window(first.sequence() - 1, first.mapping(), start, firstStart);
        open.addFirst(new Opened(before, before));
        return true;
    }

    /** Whether windows would be opened under another mapping than this. */
    boolean isBefore(ClockMapping current) {
        return currentMapping().generation() != current.generation();
    }

    /**
     * Ends the newest window at {@code time} and goes on from there with another mapping.
     *
     * @param time after all that has been handed on
     * @return how many windows were left out, see {@link #extendTo}
     */
    long step(ClockMapping newMapping, long time) {
        long at = open.isEmpty()
                ? Math.max(time, end)
                : Math.max(time, open.getLast().real().startMonotonicNanos() + 1);
        long leftOut = extendTo(at);
        endAt(at);
        mapping = newMapping;
        return leftOut;
    }

    /** Ends the windows at {@code time}. One that would begin there or later is taken away: nothing was in it. */
    void endAt(long time) {
        while (!open.isEmpty() && open.getLast().real().startMonotonicNanos() >= time) {
            end = open.removeLast().real().startMonotonicNanos();
        }
        if (!open.isEmpty() && end > time) {
            open.add(open.removeLast().withEnd(time));
            end = time;
        }
    }

    /** Closes the windows that end up to {@code time}, inclusive. */
    void closeUpTo(long time) {
        while (!open.isEmpty() && open.getFirst().real().endMonotonicNanos() <= time) {
            closeFirst();
        }
    }

    void closeAll() {
        while (!open.isEmpty()) {
            closeFirst();
        }
    }

    private void closeFirst() {
        anyLeft = true;
        leaving.accept(open.removeFirst().told());
    }

    private ClockMapping currentMapping() {
        if (mapping == null) {
            throw new IllegalStateException("coverage has not begun");
        }
        return mapping;
    }
}
