package io.borescope.processor.deltatocumulative;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Resource;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.attributes.RowAttributes;
import io.borescope.attributes.RowSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Accumulates rows of windows. Each gets a column with the start of its stream. */
final class RowAccumulator implements Processor<MetricBatch> {
    /** What makes rows of a metric the same. */
    private record Identity(Resource resource, MetricDescriptor descriptor) {}

    private final ProcessorSettings settings;
    private final Streams streams;
    private final BatchConsumer<MetricBatch> next;

    RowAccumulator(ProcessorSettings settings, Streams streams, BatchConsumer<MetricBatch> next) {
        this.settings = settings;
        this.streams = streams;
        this.next = next;
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public void consume(MetricBatch batch) {
        MetricDescriptor descriptor = batch.descriptor();
        boolean isDelta = descriptor.temporality() == Temporality.DELTA && descriptor.kind() != MetricKind.SNAPSHOT;
        if (!isDelta || !RowTotals.fits(batch)) {
            next.consume(batch);
            return;
        }
        Identity identity = new Identity(batch.resource(), descriptor);
        RowAttributes attributes = new RowAttributes(batch);
        List<Stream<long[]>> taken = new ArrayList<>(batch.size());
        List<Integer> rows = new ArrayList<>(batch.size());
        RowTotals totals = new RowTotals(batch);
        for (int row = 0; row < batch.size(); row++) {
            Stream<long[]> stream = streams.add(
                    identity,
                    attributes.key(row),
                    batch.window().startEpochNanos(),
                    batch.window().endEpochNanos(),
                    totals.of(row),
                    totals,
                    share(batch, row));
            if (stream != null) {
                taken.add(stream);
                rows.add(row);
            }
        }
        if (!rows.isEmpty()) {
            next.consume(cumulative(batch, rows, taken));
        }
    }

    /** Events that a row answers for, so that all rows together answer for all: nobody knows which event is in which. */
    private static long share(MetricBatch batch, int row) {
        return batch.eventCount() * (row + 1) / batch.size() - batch.eventCount() * row / batch.size();
    }

    private MetricBatch cumulative(MetricBatch batch, List<Integer> rows, List<Stream<long[]>> streamsOfRows) {
        MetricDescriptor old = batch.descriptor();
        MetricBatch chosen = RowSelection.of(
                batch,
                settings.batchIds().next(),
                rows.stream().mapToInt(Integer::intValue).toArray());
        List<Column> columns =
                new ArrayList<>(chosen.columns().subList(0, old.attributes().size()));
        int at = 0;
        for (ColumnSpec spec : old.values()) {
            Column column =
                    batch.columns().get(old.attributes().size() + old.values().indexOf(spec));
            int width = RowTotals.width(column);
            columns.add(column(streamsOfRows, at, column, width));
            at += width;
        }
        List<ColumnSpec> values = new ArrayList<>(old.values());
        values.add(ColumnSpec.integer(MetricDescriptor.START_TIME, "ns"));
        columns.add(new LongColumn(
                streamsOfRows.stream().mapToLong(Stream::startEpochNanos).toArray()));
        long events = rows.stream().mapToLong(row -> share(batch, row)).sum();
        MetricDescriptor totals = new MetricDescriptor(
                old.name(),
                old.description(),
                old.kind(),
                old.unit(),
                Temporality.CUMULATIVE,
                old.attributes(),
                values,
                old.bounds());
        return batch.with(chosen.id()).with(events, batch.lostEvents()).with(totals, columns);
    }

    private static Column column(List<Stream<long[]>> streamsOfRows, int at, Column old, int width) {
        long[] values = new long[streamsOfRows.size() * width];
        for (int row = 0; row < streamsOfRows.size(); row++) {
            long[] total = Objects.requireNonNull(streamsOfRows.get(row).total());
            System.arraycopy(total, at, values, row * width, width);
        }
        if (old instanceof LongColumn) {
            return new LongColumn(values);
        }
        return width == 0 ? LongListColumn.empty(streamsOfRows.size()) : new LongListColumn(width, values);
    }
}
