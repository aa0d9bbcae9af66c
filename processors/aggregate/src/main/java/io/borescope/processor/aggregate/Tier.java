package io.borescope.processor.aggregate;

import io.borescope.api.time.Window;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The longer window that some metrics are made for, put together of windows that have closed. It lies in one cell of a grid that begins
 * anew with each slot, and at the epoch where there are no slots; it begins and ends where its first and last window do.
 */
final class Tier {
    private final long intervalNanos;
    private final IdentifiedRows rows;
    private final long[] answered;
    private final long[] lost;
    private @Nullable Window window;

    /**
     * @param metrics how many metrics the rules have
     * @param rows has those of the metrics that are made for this window
     */
    Tier(long intervalNanos, int metrics, IdentifiedRows rows) {
        this.intervalNanos = intervalNanos;
        this.rows = rows;
        this.answered = new long[metrics];
        this.lost = new long[metrics];
    }

    /** How long it is. */
    Duration interval() {
        return Duration.ofNanos(intervalNanos);
    }

    /** Everything so far, or null if it has not begun. */
    @Nullable
    Window window() {
        return window;
    }

    IdentifiedRows rows() {
        return rows;
    }

    /** Whether a window is part of it. One is that has begun by no window yet. */
    boolean accepts(Window next) {
        Window sofar = window;
        return sofar == null
                || (sofar.slot() == next.slot()
                        && sofar.mapping().generation() == next.mapping().generation()
                        && anchor(sofar) == anchor(next)
                        && cell(sofar.startEpochNanos(), sofar) == cell(next.startEpochNanos(), next));
    }

    /** Whether a window reaches over a border of the grid, which is so if the interval is no multiple of the windows'. */
    boolean isCrossedBy(Window next) {
        return next.durationNanos() > 0 && cell(next.startEpochNanos(), next) != cell(next.endEpochNanos() - 1, next);
    }

    /** Takes a window in that has closed. */
    void extendBy(Window next) {
        Window first = window == null ? next : window;
        window = new Window(
                next.sequence(),
                next.mapping(),
                Math.min(first.startEpochNanos(), next.startEpochNanos()),
                Math.max(first.endEpochNanos(), next.endEpochNanos()),
                first.slot(),
                first.slotStartEpochNanos(),
                first.epoch());
    }

    /** Whether no other window can be part of it. */
    boolean isComplete() {
        Window sofar = window;
        return sofar != null && cell(sofar.endEpochNanos(), sofar) > cell(sofar.startEpochNanos(), sofar);
    }

    private long cell(long epochNanos, Window of) {
        return Math.floorDiv(epochNanos - anchor(of), intervalNanos);
    }

    private static long anchor(Window window) {
        return window.slot() == Window.NO_SLOT ? 0 : window.slotStartEpochNanos();
    }

    /** Adds the events that a metric answers for, and those that it misses. */
    void count(int metric, long answeredEvents, long lostEvents) {
        answered[metric] += answeredEvents;
        lost[metric] += lostEvents;
    }

    long answered(int metric) {
        return answered[metric];
    }

    long lost(int metric) {
        return lost[metric];
    }

    /** Forgets everything. */
    void clear() {
        rows.clear();
        Arrays.fill(answered, 0);
        Arrays.fill(lost, 0);
        window = null;
    }
}
