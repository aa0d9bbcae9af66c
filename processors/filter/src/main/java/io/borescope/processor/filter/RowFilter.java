package io.borescope.processor.filter;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import io.borescope.api.telemetry.Counter;
import io.borescope.attributes.RowAttributes;
import java.util.List;
import java.util.stream.IntStream;

/** Leaves metrics of windows out, or rows of them, which are looked at as if they were data points. Thread-safe. */
final class RowFilter implements Processor<MetricBatch> {
    private final ProcessorSettings settings;
    private final Rules rules;
    private final BatchConsumer<MetricBatch> next;
    private final Counter filtered;

    RowFilter(ProcessorSettings settings, Rules rules, BatchConsumer<MetricBatch> next) {
        this.settings = settings;
        this.rules = rules;
        this.next = next;
        this.filtered = FilterFactory.filtered(settings);
    }

    @Override
    public void consume(MetricBatch batch) {
        Group<?> group =
                new Group<>(OtelResource.of(Attributes.ofTexts(batch.resource().attributes())), Scope.EMPTY, List.of());
        Metric metric = new Metric(
                batch.descriptor().name(),
                batch.descriptor().description(),
                batch.descriptor().unit(),
                Attributes.EMPTY,
                new Metric.Gauge(List.of()));
        boolean keepsMetric = rules.keepsMetric(group, metric);
        int[] rows = keepsMetric ? kept(batch, group, metric) : new int[0];
        if (keepsMetric && rows.length == batch.size()) {
            next.consume(batch);
            return;
        }
        MetricBatch left = select(batch, rows);
        filtered.add(batch.eventCount() - left.eventCount());
        if (rows.length > 0) {
            next.consume(left);
        }
    }

    private int[] kept(MetricBatch batch, Group<?> group, Metric metric) {
        RowAttributes attributes = new RowAttributes(batch);
        return IntStream.range(0, batch.size())
                .filter(row -> rules.keepsPoint(group, metric, point(batch, attributes.of(row))))
                .toArray();
    }

    private static Point<?> point(MetricBatch batch, Attributes attributes) {
        Point.Head head = new Point.Head(
                attributes, batch.window().startEpochNanos(), batch.window().endEpochNanos(), 0);
        return new Point.Figure(head, Value.Empty.EMPTY, List.of());
    }

    /** These rows, which answer for their share of the events: which row an event is in is not known any more. */
    private MetricBatch select(MetricBatch batch, int[] rows) {
        long events = rows.length == 0 ? 0 : Math.round(batch.eventCount() * ((double) rows.length / batch.size()));
        return new MetricBatch(
                settings.batchIds().next(),
                batch.resource(),
                batch.descriptor(),
                batch.window(),
                batch.madeEpochNanos(),
                batch.columns().stream().map(column -> select(column, rows)).toList(),
                events,
                batch.lostEvents());
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
