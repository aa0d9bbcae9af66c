package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.metric.MetricBatch;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Remembers which rows were accepted of batches that did not get through as a whole, so that a retry leaves them out. Forgets a batch that
 * nobody holds any more, because the engine gave it up. Thread-safe.
 */
final class AcceptedRows {
    private final Map<MetricBatch, BitSet> byBatch = new WeakHashMap<>();

    /** Rows of a batch that were accepted before; a copy. */
    synchronized BitSet of(MetricBatch batch) {
        BitSet accepted = byBatch.get(batch);
        return accepted == null ? new BitSet() : (BitSet) accepted.clone();
    }

    /** Rows that were accepted now. */
    synchronized void add(Collection<RowRange> ranges) {
        for (RowRange range : ranges) {
            byBatch.computeIfAbsent(range.batch(), batch -> new BitSet()).set(range.from(), range.to());
        }
    }

    /** Batches that will not come again. */
    synchronized void forget(Collection<MetricBatch> batches) {
        batches.forEach(byBatch::remove);
    }
}
