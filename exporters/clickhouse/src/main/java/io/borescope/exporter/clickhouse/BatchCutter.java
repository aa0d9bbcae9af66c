package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts batches of records into pieces that are small enough for an insert, always at the same places. Not thread-safe. */
final class BatchCutter {
    /**
     * A batch, or a part of one.
     *
     * @param firstRow its place in the batch
     * @param bytes about how many it takes in a block
     */
    record Piece(Batch batch, long firstRow, long rows, long bytes) {}

    private final long maxRows;
    private final long maxBytes;
    private final List<Piece> pieces = new ArrayList<>();
    private long firstRow;
    private long rows;
    private long bytes;

    /**
     * @param maxRows most of a piece
     * @param maxBytes most of a piece, unless it is a single row
     */
    BatchCutter(long maxRows, long maxBytes) {
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    /** The pieces of a batch for a table, at least one; the batch itself if it is small enough. */
    List<Piece> cut(Batch batch, Content.Records<?> content) {
        pieces.clear();
        firstRow = 0;
        rows = 0;
        bytes = 0;
        content.cut(batch, this);
        if (pieces.size() > 1) {
            return List.copyOf(pieces);
        }
        Piece whole = pieces.getFirst();
        return List.of(new Piece(batch, 0, whole.rows(), whole.bytes()));
    }

    /** Cuts between records, each of which is a row. */
    <R> void cutRecords(OtelBatch<R> batch, ToLongFunction<R> size) {
        List<Group<R>> groups = new ArrayList<>();
        for (Group<R> group : batch.groups()) {
            long shared = RowBytes.shared(group);
            List<R> records = group.records();
            int from = 0;
            for (int i = 0; i < records.size(); i++) {
                long row = shared + size.applyAsLong(records.get(i));
                if (isFull(row)) {
                    add(groups, group, from, i);
                    end(batch, groups);
                    from = i;
                }
                count(row);
            }
            add(groups, group, from, records.size());
        }
        end(batch, groups);
    }

    /** Cuts between data points of one kind; others are left out. */
    <P extends Point<P>> void cutPoints(PointBatch batch, Class<? extends Metric.Data<P>> kind) {
        List<Group<Metric>> groups = new ArrayList<>();
        for (Group<Metric> group : batch.groups()) {
            long shared = RowBytes.shared(group);
            List<Metric> metrics = new ArrayList<>();
            for (Metric metric : group.records()) {
                if (!kind.isInstance(metric.data())) {
                    continue;
                }
                long inMetric = shared + RowBytes.shared(metric);
                Metric.Data<P> data = kind.cast(metric.data());
                int from = 0;
                for (int i = 0; i < data.size(); i++) {
                    long row = inMetric + RowBytes.of(data.points().get(i));
                    if (isFull(row)) {
                        add(metrics, metric, data, from, i);
                        endGroup(groups, group, metrics);
                        end(batch, groups);
                        from = i;
                    }
                    count(row);
                }
                add(metrics, metric, data, from, data.size());
            }
            endGroup(groups, group, metrics);
        }
        end(batch, groups);
    }

    private static void endGroup(List<Group<Metric>> groups, Group<Metric> group, List<Metric> metrics) {
        if (!metrics.isEmpty()) {
            groups.add(new Group<>(group.resource(), group.scope(), metrics));
            metrics.clear();
        }
    }

    private static <P extends Point<P>> void add(
            List<Metric> metrics, Metric metric, Metric.Data<P> data, int from, int to) {
        if (to - from == data.size()) {
            metrics.add(metric);
        } else if (to > from) {
            metrics.add(metric.with(data.with(data.points().subList(from, to))));
        }
    }

    private static <R> void add(List<Group<R>> groups, Group<R> group, int from, int to) {
        if (to - from == group.records().size()) {
            groups.add(group);
        } else if (to > from) {
            groups.add(
                    new Group<>(group.resource(), group.scope(), group.records().subList(from, to)));
        }
    }

    private boolean isFull(long nextRow) {
        return rows > 0 && (rows + 1 > maxRows || bytes + nextRow > maxBytes);
    }

    private void count(long row) {
        rows++;
        bytes += row;
    }

    private <R> void end(OtelBatch<R> batch, List<Group<R>> groups) {
        pieces.add(new Piece(batch.with(batch.id(), List.copyOf(groups)), firstRow, rows, bytes));
        firstRow += rows;
        rows = 0;
        bytes = 0;
        groups.clear();
    }
}
