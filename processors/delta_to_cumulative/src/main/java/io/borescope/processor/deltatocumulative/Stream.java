package io.borescope.processor.deltatocumulative;

import io.borescope.points.StreamTable;
import org.jspecify.annotations.Nullable;

/**
 * What has been reported of one thing since the stream began.
 *
 * @param <T> the sum
 */
final class Stream<T> implements StreamTable.Seen {
    private long startEpochNanos;
    private long epochNanos;
    private long seenNanos;
    private @Nullable T total;

    /** Since when, wall time; 0 if nobody said. */
    long startEpochNanos() {
        return startEpochNanos;
    }

    /** Until when, wall time. */
    long epochNanos() {
        return epochNanos;
    }

    @Override
    public long seenNanos() {
        return seenNanos;
    }

    /** Everything since the start; null before the first report. */
    @Nullable
    T total() {
        return total;
    }

    /** Begins, or begins anew. */
    void begin(long start, long end, T first, long nowNanos) {
        startEpochNanos = start;
        proceed(end, first, nowNanos);
    }

    /** Goes on until a later time. */
    void proceed(long end, T sum, long nowNanos) {
        epochNanos = end;
        total = sum;
        seenNanos = nowNanos;
    }

    /** Keeps a total in another form. */
    void remember(T sum) {
        total = sum;
    }
}
