package io.borescope.processor.filter;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import io.borescope.api.telemetry.Counter;
import io.borescope.attributes.RowAttributes;
import io.borescope.attributes.RowSelection;
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
        MetricBatch left = RowSelection.of(batch, settings.batchIds().next(), rows);
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
}
