package io.borescope.testing;

import io.borescope.api.BatchId;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;

/** Spans, log records and data points for tests, whose figures can be told from each other. */
public final class OtelRecords {
    /** When they were: 2026-01-05T10:00:00Z. */
    public static final long START = 1_767_607_200_000_000_000L;

    /** A second later. */
    public static final long END = START + 1_000_000_000;

    private OtelRecords() {}

    /** Attributes of text: name, value, name, value. */
    public static Attributes texts(String... namesAndValues) {
        Attributes attributes = Attributes.EMPTY;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes = attributes.with(namesAndValues[i], Value.of(namesAndValues[i + 1]));
        }
        return attributes;
    }

    /** This many spans of one service. */
    public static SpanBatch spans(int count) {
        return spans("shop", 1, count);
    }

    /** This many log records of one service, all of which say {@code body}. */
    public static LogBatch logs(int count, String body) {
        return logs(
                "shop",
                Collections.nCopies(count, log(9, body, Attributes.EMPTY)).toArray(LogRecord[]::new));
    }

    /** This many data points of one level, {@code load}, of one service. */
    public static PointBatch points(int count) {
        List<Point.Figure> figures = Collections.nCopies(count, figure(Value.of(1), Attributes.EMPTY));
        return points("shop", metric("load", "1", new Metric.Gauge(figures)));
    }

    /** A resource that is a service. */
    public static OtelResource service(String name) {
        return OtelResource.of(texts(OtelResource.SERVICE_NAME, name));
    }

    /** A span of a server that lasted {@code number} microseconds, in a trace of its own. */
    public static Span span(int number, String name, Attributes attributes) {
        return new Span(
                new TraceId(0x0af7_6519_16cd_43ddL, number),
                new SpanId(0xb7ad_6b71_6920_0000L + number),
                SpanId.NONE,
                "",
                1,
                name,
                2,
                START,
                START + number * 1_000L,
                attributes,
                List.of(),
                List.of(),
                Span.Dropped.NOTHING,
                Span.Status.UNSET);
    }

    /** Spans called {@code span-1}, {@code span-2} and so on, of one service. */
    public static SpanBatch spans(String service, int first, int count) {
        List<Span> spans = IntStream.range(first, first + count)
                .mapToObj(number -> span(number, "span-" + number, texts("http.route", "/" + number)))
                .toList();
        return spans(service, spans);
    }

    /** These spans, of one service. */
    public static SpanBatch spans(String service, List<Span> spans) {
        return new SpanBatch(id(), List.of(new Group<>(service(service), Scope.of("tests", "1"), spans)));
    }

    /** A log record. */
    public static LogRecord log(int severity, String body, Attributes attributes) {
        return new LogRecord(START, END, severity, "", "", Value.of(body), attributes, 0, 0, TraceId.NONE, SpanId.NONE);
    }

    /** These log records, of one service. */
    public static LogBatch logs(String service, LogRecord... logs) {
        return new LogBatch(id(), List.of(new Group<>(service(service), Scope.EMPTY, List.of(logs))));
    }

    /** These metrics, of one service. */
    public static PointBatch points(String service, Metric... metrics) {
        return new PointBatch(id(), List.of(new Group<>(service(service), Scope.EMPTY, List.of(metrics))));
    }

    /** A metric with a description and no metadata. */
    public static Metric metric(String name, String unit, Metric.Data<?> data) {
        return new Metric(name, "About " + name + ".", unit, Attributes.EMPTY, data);
    }

    /** A level. */
    public static Metric gauge(String name, double value, Attributes attributes) {
        return metric(name, "1", new Metric.Gauge(List.of(figure(Value.of(value), attributes))));
    }

    /** A count. */
    public static Metric counter(String name, Metric.Temporality temporality, long value, Attributes attributes) {
        return metric(name, "1", new Metric.Sum(List.of(figure(Value.of(value), attributes)), temporality, true));
    }

    /** A figure of the second from {@link #START} to {@link #END}. */
    public static Point.Figure figure(Value value, Attributes attributes) {
        return new Point.Figure(head(attributes), value, List.of());
    }

    /** A distribution. */
    public static Metric histogram(
            String name, Metric.Temporality temporality, List<Double> bounds, List<Long> counts, double sum) {
        long count = counts.stream().mapToLong(Long::longValue).sum();
        Point.Buckets buckets = new Point.Buckets(
                head(Attributes.EMPTY),
                count,
                OptionalDouble.of(sum),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                counts,
                bounds,
                List.of());
        return metric(name, "s", new Metric.Histogram(List.of(buckets), temporality));
    }

    /** A head of the second from {@link #START} to {@link #END}. */
    public static Point.Head head(Attributes attributes) {
        return new Point.Head(attributes, START, END, 0);
    }

    /** What spans are called, in their order. */
    public static List<String> names(SpanBatch batch) {
        List<String> names = new ArrayList<>();
        batch.groups().forEach(group -> group.records().forEach(span -> names.add(span.name())));
        return names;
    }

    /** An attribute of each span, in their order; empty where it is not there. */
    public static List<String> attribute(String name, SpanBatch batch) {
        List<String> values = new ArrayList<>();
        batch.groups()
                .forEach(group -> group.records()
                        .forEach(span -> values.add(span.attributes().text(name).orElse(""))));
        return values;
    }

    /** An identity; all batches made here have the same. */
    public static BatchId id() {
        return new BatchId(new UUID(0, 1), new UUID(0, 2), 0);
    }
}
