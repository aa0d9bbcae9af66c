package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.otel.PointBatch;
import java.util.List;

/**
 * What makes one insert.
 *
 * @param batches that it answers for, as they were delivered
 * @param contents what is written of them: themselves, or a piece of a batch that is too large for one insert
 * @param token the same for the same contents, and for no others
 */
record InsertPart(List<Batch> batches, List<Batch> contents, String token, boolean isPiece) {
    /** Whether other inserts carry something of the same batches: other pieces, or other kinds of data points into their tables. */
    boolean hasSiblings() {
        return isPiece || isOfPoints();
    }

    boolean isOfPoints() {
        return batches.getFirst() instanceof PointBatch;
    }

    /** How many rows of a table it makes. */
    long rows(Table table) {
        return contents.stream().mapToLong(batch -> table.content().rows(batch)).sum();
    }
}
