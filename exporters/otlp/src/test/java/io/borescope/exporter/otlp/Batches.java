package io.borescope.exporter.otlp;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One batch of each signal. */
final class Batches {
    private static final BatchId ID = new BatchId(new UUID(0, 1), new UUID(0, 2), 3);
    private static final OtelResource SHOP = OtelResource.of(Attributes.ofTexts(Map.of("service.name", "shop")));

    private Batches() {}

    static SpanBatch spans(int size) {
        Span span = new Span(
                new TraceId(1, 2),
                new SpanId(3),
                SpanId.NONE,
                "",
                0,
                "work",
                1,
                1,
                2,
                Attributes.EMPTY,
                List.of(),
                List.of(),
                Span.Dropped.NOTHING,
                Span.Status.UNSET);
        return new SpanBatch(ID, group(span, size));
    }

    static LogBatch logs(int size) {
        return logs(size, "said");
    }

    static LogBatch logs(int size, String body) {
        LogRecord log =
                new LogRecord(1, 2, 9, "INFO", "", Value.of(body), Attributes.EMPTY, 0, 0, TraceId.NONE, SpanId.NONE);
        return new LogBatch(ID, group(log, size));
    }

    static PointBatch points(int size) {
        Point.Figure figure = new Point.Figure(new Point.Head(Attributes.EMPTY, 0, 1, 0), Value.of(1), List.of());
        Metric metric =
                new Metric("load", "", "1", Attributes.EMPTY, new Metric.Gauge(Collections.nCopies(size, figure)));
        return new PointBatch(ID, group(metric, 1));
    }

    /** Rows that become two data points each. */
    static MetricBatch rows(int rows) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "disk_bytes",
                "Data.",
                MetricKind.SUM,
                "By",
                Temporality.DELTA,
                List.of(),
                List.of(ColumnSpec.integer("sum", "By"), ColumnSpec.integer("count", "1")),
                List.of());
        Window window = new Window(1, new ClockMapping(0, 0), 1_000, 2_000, Window.NO_SLOT, 1_000, Window.NO_EPOCH);
        LongColumn column = new LongColumn(new long[rows]);
        return new MetricBatch(ID, Resource.EMPTY, descriptor, window, 2_000, List.of(column, column), rows, 0);
    }

    private static <R> List<Group<R>> group(R record, int size) {
        return List.of(new Group<>(SHOP, Scope.of("lib", "1"), Collections.nCopies(size, record)));
    }
}
