package io.borescope.processor.slotwindow;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open windows, oldest first. Each begins where the one before it ended, on the kernel's clock; all times here are monotonic. A
 * window that leaves is given to the consumer named at construction.
 */
final class WindowChain {
    private final List<Window> open = new ArrayList<>();
    private final int limit;
    private final Consumer<Window> leaving;

    private WindowGrid grid;
    private @Nullable ClockMapping mapping;
    private long nextSequence;
    private long coverageStart;
    private long end;
    private boolean anyLeft;

    /**
     * @param limit most windows open at once
     * @param leaving takes each window that is not open any more, in order
     */
    WindowChain(WindowGrid grid, int limit, Consumer<Window> leaving) {
        this.grid = grid;
        this.limit = limit;
        this.leaving = leaving;
        this.nextSequence = limit; // leaves room below for windows that extendBack puts in front
    }

    /** Starts coverage with the window that holds {@code time}. */
    void begin(ClockMapping firstMapping, long time) {
        mapping = firstMapping;
        coverageStart = time;
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
        return open.get(index);
    }

    /** Where the run's first window begins. */
    long coverageStart() {
        return coverageStart;
    }

    /** Where the oldest open window begins; what is earlier has been closed. */
    long start() {
        return open.isEmpty() ? end : open.getFirst().startMonotonicNanos();
    }

    /** Where the newest open window ends. */
    long end() {
        return end;
    }

    /** The open window that holds a time, or null. Recent times are found first. */
    @Nullable
    Window find(long time) {
        for (int i = open.size() - 1; i >= 0; i--) {
            Window window = open.get(i);
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
        open.add(window);
        end = window.endMonotonicNanos();
    }

    /**
     * Moves the start of coverage to an earlier time, as long as no window has left.
     *
     * @return whether {@code time} is covered now
     */
    boolean extendBack(long time) {
        while (time < start()) {
            if (anyLeft || time < 0 || !extendFirstBack(time)) {
                return false;
            }
        }
        coverageStart = Math.min(coverageStart, time);
        return true;
    }

    /** Moves the first window's start back within its cell, or puts another one in front. */
    private boolean extendFirstBack(long time) {
        Window first = open.getFirst();
        long firstStart = first.startEpochNanos();
        long wanted = first.mapping().toEpochNanos(time);
        long cellStart = grid.cellStart(firstStart);
        if (cellStart < firstStart) {
            long start = Math.max(wanted, cellStart);
            open.set(0, grid.window(first.sequence(), first.mapping(), start, first.endEpochNanos()));
            return true;
        }
        if (open.size() == limit) {
            return false;
        }
        long start = Math.max(wanted, grid.cellStart(firstStart - 1));
        open.addFirst(grid.window(first.sequence() - 1, first.mapping(), start, firstStart));
        return true;
    }

    /** Whether windows would be opened under another mapping than this. */
    boolean isBefore(ClockMapping current) {
        return currentMapping().generation() != current.generation();
    }

    /** Ends the newest window at {@code time} and goes on from there with another mapping. */
    void step(ClockMapping newMapping, long time) {
        long at = open.isEmpty()
                ? Math.max(time, end)
                : Math.max(time, open.getLast().startMonotonicNanos());
        extendTo(at);
        endAt(at);
        mapping = newMapping;
    }

    /** Ends the windows at {@code time}, those that begin later where they begin. */
    void endAt(long time) {
        for (int i = 0; i < open.size(); i++) {
            Window window = open.get(i);
            if (window.endMonotonicNanos() > time) {
                long newEnd = Math.max(time, window.startMonotonicNanos());
                open.set(i, window.withEnd(window.mapping().toEpochNanos(newEnd)));
                end = newEnd;
            }
        }
    }

    /** Closes the windows that end up to {@code time}, inclusive. */
    void closeUpTo(long time) {
        while (!open.isEmpty() && open.getFirst().endMonotonicNanos() <= time) {
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
        leaving.accept(open.removeFirst());
    }

    private ClockMapping currentMapping() {
        if (mapping == null) {
            throw new IllegalStateException("coverage has not begun");
        }
        return mapping;
    }
}
