package io.borescope.attributes;

import io.borescope.api.BatchId;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import java.util.List;
import java.util.stream.IntStream;

/** Some rows of a batch in columns. */
public final class RowSelection {
    private RowSelection() {}

    /**
     * A batch of these rows, which answer for their share of the events: which row an event is in is not known any more.
     *
     * @param id of the new batch
     * @param rows by number, in their new order
     */
    public static MetricBatch of(MetricBatch batch, BatchId id, int[] rows) {
        long events = rows.length == 0 ? 0 : Math.round(batch.eventCount() * ((double) rows.length / batch.size()));
        List<Column> columns =
                batch.columns().stream().map(column -> select(column, rows)).toList();
        return batch.with(batch.descriptor(), columns).with(id).with(events, batch.lostEvents());
    }

    private static Column select(Column column, int[] rows) {
        return switch (column) {
            case LongColumn all ->
                new LongColumn(IntStream.of(rows).mapToLong(all::get).toArray());
            case DoubleColumn all ->
                new DoubleColumn(IntStream.of(rows).mapToDouble(all::get).toArray());
            case TextColumn all ->
                TextColumn.of(IntStream.of(rows).mapToObj(all::get).toList());
            case TextListColumn all ->
                new TextListColumn(IntStream.of(rows).mapToObj(all::get).toList());
            case MapColumn all ->
                new MapColumn(IntStream.of(rows).mapToObj(all::get).toList());
            case LongListColumn all -> select(all, rows);
        };
    }

    private static Column select(LongListColumn all, int[] rows) {
        if (all.width() == 0) {
            return LongListColumn.empty(rows.length);
        }
        return new LongListColumn(
                all.width(),
                IntStream.of(rows)
                        .boxed()
                        .flatMapToLong(row -> IntStream.range(0, all.width()).mapToLong(i -> all.get(row, i)))
                        .toArray());
    }
}
