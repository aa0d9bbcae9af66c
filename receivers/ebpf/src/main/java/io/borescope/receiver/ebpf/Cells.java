package io.borescope.receiver.ebpf;

import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.Partials;
import java.util.Arrays;

/**
 * The pieces of time in which the kernel adds events up. Each lies inside of one window of every windowing processor and is at most a
 * second long; ends are told to the programs well ahead. When windows change, as they do with a step of the wall clock, the present cell
 * ends at once. All times are {@code CLOCK_MONOTONIC}. One thread.
 */
final class Cells {
    /** Where ends are written for the programs. */
    interface Table {
        /** A cell ends then, or never. */
        void end(long cell, long nanos);

        /** Cells before this one get nothing any more. */
        void oldest(long cell);
    }

    /** So that a process that exits is still known when its cell is taken, and that what an agent is killed with is little. */
    private static final long LONGEST_NANOS = 1_000_000_000;

    /** New ends are not put into the past of a program that is at work. */
    private static final long AHEAD_NANOS = 2_000_000;

    private static final long FIRST = Partials.CELLS;

    /** Ends behind the oldest open cell that programs look at, because CPU time reaches back. */
    private static final int KEPT = Partials.EARLIER_CELLS + 2;

    /** Of the ends that fit into the table, one is that of the cell that never ends. */
    private static final int KNOWN = Partials.CELLS - KEPT - 1;

    private final Table table;
    private final WindowBorders borders;
    private final long graceNanos;
    private final long[] ends = new long[Partials.CELLS];
    private final long[] places = new long[Partials.CELLS];
    private boolean finished;
    private long oldest = FIRST;
    private long last = FIRST - 1;
    private int version;

    /**
     * @param graceNanos how long after its end something may still be added to a cell
     */
    Cells(Table table, WindowBorders borders, long graceNanos) {
        this.table = table;
        this.borders = borders;
        this.graceNanos = graceNanos;
    }

    /** Begins with a cell that holds this time. What was before lies in cells that nobody asks for. */
    void begin(long now) {
        version = borders.version();
        Arrays.fill(ends, now);
        for (long cell = FIRST - 1; cell > FIRST - KEPT; cell--) {
            table.end(cell, now - (FIRST - 1 - cell) * LONGEST_NANOS);
        }
        ends[index(last)] = now;
        table.oldest(oldest);
        extend(now);
    }

    /** Follows the windows, and keeps the ends ahead of time. */
    void follow(long now) {
        int latest = borders.version();
        if (latest != version) {
            version = latest;
            cut(now + AHEAD_NANOS);
        }
        extend(now + AHEAD_NANOS);
    }

    /** Ends the cell of this time then, and forgets the ends after it. */
    private void cut(long time) {
        long cell = oldest;
        while (cell <= last && ends[index(cell)] <= time) {
            place(cell, ends[index(cell)]);
            cell++;
        }
        if (cell > last) {
            return; // the present cell has no end yet: it gets one that suits, once there is room for it
        }
        ends[index(cell)] = time;
        place(cell, time);
        last = cell;
        extend(time);
        table.end(cell, time); // after those that follow it
    }

    /**
     * @param notBefore no new end lies before this: if the thread comes too late, the cell that never ended is a long one
     */
    private void extend(long notBefore) {
        long known = last;
        while (last < oldest + KNOWN - 1) {
            long begin = ends[index(last)];
            long end = Math.max(Math.min(borders.after(begin), begin + LONGEST_NANOS), notBefore);
            last++;
            ends[index(last)] = end;
            place(last, end);
        }
        if (last > known) {
            table.end(last + 1, Partials.NEVER);
            for (long cell = last; cell > known; cell--) { // from the far end: a program never finds a cell too early
                table.end(cell, ends[index(cell)]);
            }
        }
    }

    private void place(long cell, long end) {
        places[index(cell)] = Math.min(borders.after(startOf(cell)), end) - 1;
    }

    private long startOf(long cell) {
        return ends[index(cell - 1)];
    }

    /**
     * The last cell to which nothing is added any more.
     *
     * @return one before {@link #oldest} if there is none
     */
    long complete(long now) {
        long cell = oldest;
        while (cell <= last && ends[index(cell)] + graceNanos <= now) {
            cell++;
        }
        return cell - 1;
    }

    /** Ends the present cell now, since the programs are gone. Returns the last one that may hold something. */
    long finish(long now) {
        long cell = oldest;
        while (cell <= last && ends[index(cell)] < now) {
            cell++;
        }
        ends[index(cell)] = Math.max(now, startOf(cell) + 1);
        place(cell, ends[index(cell)]);
        finished = true;
        return cell;
    }

    /** The first cell that has not been taken. */
    long oldest() {
        return oldest;
    }

    /** All cells up to this one have been taken. */
    void taken(long upTo) {
        oldest = Math.max(oldest, upTo + 1);
        table.oldest(oldest);
    }

    /** The whole number of a cell of which the lower half is known. */
    long cellOf(int lowerHalf) {
        return oldest + (lowerHalf - (int) oldest);
    }

    /** Whether a cell is one of this run's. CPU time that was used before it began is in none. */
    static boolean isOfRun(long cell) {
        return cell >= FIRST;
    }

    /** The time that stands for what was added up in a cell; in the window in which nearly all of it happened. */
    long placeOf(long cell) {
        return places[index(Math.max(cell, oldest - KEPT))];
    }

    /** What is added up in cells that have not been taken will have this time or a later one. */
    long promise() {
        if (finished) {
            return Long.MAX_VALUE;
        }
        return oldest <= last ? placeOf(oldest) : ends[index(last)];
    }

    private static int index(long cell) {
        return (int) (cell & (Partials.CELLS - 1));
    }
}
