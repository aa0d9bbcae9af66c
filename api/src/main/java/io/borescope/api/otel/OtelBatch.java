package io.borescope.api.otel;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import java.util.List;

/**
 * Records as OpenTelemetry models them, in groups. Owned and immutable.
 *
 * @param <R> the records
 */
public sealed interface OtelBatch<R> extends Batch permits SpanBatch, LogBatch, PointBatch {
    /** Given when it was made. */
    BatchId id();

    /** The records; no group is empty. */
    List<Group<R>> groups();

    /**
     * A batch of the same signal.
     *
     * @param id of its own, unless it is this batch in another form
     */
    OtelBatch<R> with(BatchId id, List<Group<R>> groups);

    @Override
    default long eventCount() {
        return size();
    }

    @Override
    default OtelBatch<R> owned() {
        return this;
    }
}
