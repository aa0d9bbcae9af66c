package io.borescope.processor.cumulativetodelta;

import io.borescope.api.otel.Point;
import io.borescope.points.StreamTable;

/**
 * What was reported last of one thing.
 *
 * @param <P> the points
 */
final class Stream<P extends Point<P>> implements StreamTable.Seen {
    private P last;
    private long seenNanos;

    /**
     * @param first without exemplars
     * @param nowNanos monotonic time
     */
    Stream(P first, long nowNanos) {
        this.last = first;
        this.seenNanos = nowNanos;
    }

    P last() {
        return last;
    }

    @Override
    public long seenNanos() {
        return seenNanos;
    }

    /** Goes on. */
    void proceed(P point, long nowNanos) {
        last = point;
        seenNanos = nowNanos;
    }
}
