package io.borescope.exporter.clickhouse;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows that the tables of OpenTelemetry should hold of records, as {@link ReadBack#sql} shows them: what each column means is written down here a second time,
 * from the Collector's documentation, so that a mistake would have to be made twice.
 */
final class RecordReadBack {
    private static final List<String> KINDS =
            List.of("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer");
    private static final List<String> CODES = List.of("Unset", "Ok", "Error");

    private final Table table;
    private final List<String> lines = new ArrayList<>();

    private RecordReadBack(Table table) {
        this.table = table;
    }

    static List<String> spans(Table table, List<SpanBatch> batches) {
        RecordReadBack rows = new RecordReadBack(table);
        batches.forEach(batch ->
                batch.groups().forEach(group -> group.records().forEach(span -> rows.add(group, span(span)))));
        return rows.sorted();
    }

    static List<String> logs(Table table, List<LogBatch> batches) {
        RecordReadBack rows = new RecordReadBack(table);
        batches.forEach(batch ->
                batch.groups().forEach(group -> group.records().forEach(log -> rows.add(group, log(log)))));
        return rows.sorted();
    }

    static List<String> points(Table table, Class<? extends Metric.Data<?>> kind, List<PointBatch> batches) {
        RecordReadBack rows = new RecordReadBack(table);
        for (PointBatch batch : batches) {
            for (Group<Metric> group : batch.groups()) {
                for (Metric metric : group.records()) {
                    if (kind.isInstance(metric.data())) {
                        metric.data().points().forEach(point -> rows.add(group, point(group, metric, point)));
                    }
                }
            }
        }
        return rows.sorted();
    }

    private List<String> sorted() {
        return lines.stream().sorted().toList();
    }

    private void add(Group<?> group, Map<String, String> own) {
        Map<String, String> values = new LinkedHashMap<>(own);
        String service = group.resource().attributes().text("service.name").orElse("");
        values.put("ServiceName", ReadBack.hex(service));
        values.put("ResourceAttributes", map(group.resource().attributes()));
        values.put("ResourceSchemaUrl", ReadBack.hex(group.resource().schemaUrl()));
        values.put("ScopeName", ReadBack.hex(group.scope().name()));
        values.put("ScopeVersion", ReadBack.hex(group.scope().version()));
        values.put("ScopeSchemaUrl", ReadBack.hex(group.scope().schemaUrl()));
        values.put("ScopeAttributes", map(group.scope().attributes()));
        lines.add(table.columns().stream()
                .map(column -> {
                    String value = values.get(column.name());
                    if (value == null) {
                        throw new IllegalStateException("what is in " + column.name() + "?");
                    }
                    return value;
                })
                .collect(Collectors.joining("|")));
    }

    private static Map<String, String> span(Span span) {
        BigInteger start = unsigned(span.startEpochNanos());
        BigInteger duration = unsigned(span.endEpochNanos()).subtract(start);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Timestamp", time(span.startEpochNanos()));
        values.put("TraceId", id(span.trace()));
        values.put("SpanId", id(span.id()));
        values.put("ParentSpanId", id(span.parent()));
        values.put("TraceState", ReadBack.hex(span.traceState()));
        values.put("SpanName", ReadBack.hex(span.name()));
        values.put("SpanKind", ReadBack.hex(span.kind() < KINDS.size() ? KINDS.get(span.kind()) : ""));
        values.put("SpanAttributes", map(span.attributes()));
        values.put(
                "Duration",
                duration.max(BigInteger.ZERO)
                        .min(BigInteger.valueOf(Long.MAX_VALUE))
                        .toString());
        values.put(
                "StatusCode",
                ReadBack.hex(
                        span.status().code() < CODES.size()
                                ? CODES.get(span.status().code())
                                : ""));
        values.put("StatusMessage", ReadBack.hex(span.status().message()));
        values.put("Events.Timestamp", list(span.events(), event -> time(event.epochNanos())));
        values.put("Events.Name", list(span.events(), event -> quoted(ReadBack.hex(event.name()))));
        values.put("Events.Attributes", list(span.events(), event -> map(event.attributes())));
        values.put("Links.TraceId", list(span.links(), link -> quoted(id(link.trace()))));
        values.put("Links.SpanId", list(span.links(), link -> quoted(id(link.id()))));
        values.put("Links.TraceState", list(span.links(), link -> quoted(ReadBack.hex(link.traceState()))));
        values.put("Links.Attributes", list(span.links(), link -> map(link.attributes())));
        return values;
    }

    private static Map<String, String> log(LogRecord log) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Timestamp", time(log.epochNanos() == 0 ? log.observedEpochNanos() : log.epochNanos()));
        values.put("TraceId", id(log.trace()));
        values.put("SpanId", id(log.span()));
        values.put("TraceFlags", Integer.toString(log.flags() & 255));
        values.put("SeverityText", ReadBack.hex(log.severityText()));
        values.put("SeverityNumber", Integer.toString(Math.clamp(log.severity(), 0, 255)));
        values.put("Body", ReadBack.hex(log.body().asText()));
        values.put("LogAttributes", map(log.attributes()));
        values.put("EventName", ReadBack.hex(log.eventName()));
        return values;
    }

    private static Map<String, String> point(Group<Metric> group, Metric metric, Point<?> point) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "ScopeDroppedAttrCount", Integer.toUnsignedString(group.scope().dropped()));
        values.put("MetricName", ReadBack.hex(metric.name()));
        values.put("MetricDescription", ReadBack.hex(metric.description()));
        values.put("MetricUnit", ReadBack.hex(metric.unit()));
        values.put("Attributes", map(point.attributes()));
        values.put("StartTimeUnix", time(point.head().startEpochNanos()));
        values.put("TimeUnix", time(point.head().epochNanos()));
        values.put("Flags", Integer.toUnsignedString(point.head().flags()));
        switch (metric.data()) {
            case Metric.Sum sum -> {
                values.put("AggregationTemporality", temporality(sum.temporality()));
                values.put("IsMonotonic", sum.monotonic() ? "1" : "0");
            }
            case Metric.Histogram data -> values.put("AggregationTemporality", temporality(data.temporality()));
            case Metric.ExponentialHistogram data ->
                values.put("AggregationTemporality", temporality(data.temporality()));
            case Metric.Gauge _, Metric.Summary _ -> {}
        }
        switch (point) {
            case Point.Figure figure -> {
                values.put("Value", bits(number(figure.value())));
                putExemplars(values, figure.exemplars());
            }
            case Point.Buckets buckets -> {
                values.put("Count", Long.toUnsignedString(buckets.count()));
                putFigures(values, buckets.sum(), buckets.min(), buckets.max());
                values.put("BucketCounts", list(buckets.counts(), Long::toUnsignedString));
                values.put("ExplicitBounds", list(buckets.bounds(), RecordReadBack::bits));
                putExemplars(values, buckets.exemplars());
            }
            case Point.Exponential buckets -> {
                values.put("Count", Long.toUnsignedString(buckets.count()));
                putFigures(values, buckets.sum(), buckets.min(), buckets.max());
                values.put("Scale", Integer.toString(buckets.scale()));
                values.put("ZeroCount", Long.toUnsignedString(buckets.zeroCount()));
                values.put("PositiveOffset", Integer.toString(buckets.positive().offset()));
                values.put("PositiveBucketCounts", list(buckets.positive().counts(), Long::toUnsignedString));
                values.put("NegativeOffset", Integer.toString(buckets.negative().offset()));
                values.put("NegativeBucketCounts", list(buckets.negative().counts(), Long::toUnsignedString));
                putExemplars(values, buckets.exemplars());
            }
            case Point.Quantiles summary -> {
                values.put("Count", Long.toUnsignedString(summary.count()));
                values.put("Sum", bits(summary.sum()));
                values.put("ValueAtQuantiles.Quantile", list(summary.quantiles(), at -> bits(at.quantile())));
                values.put("ValueAtQuantiles.Value", list(summary.quantiles(), at -> bits(at.value())));
            }
        }
        return values;
    }

    private static void putFigures(
            Map<String, String> values, OptionalDouble sum, OptionalDouble min, OptionalDouble max) {
        values.put("Sum", bits(sum.orElse(0)));
        values.put("Min", bits(min.orElse(0)));
        values.put("Max", bits(max.orElse(0)));
    }

    private static void putExemplars(Map<String, String> values, List<Point.Exemplar> exemplars) {
        values.put("Exemplars.FilteredAttributes", list(exemplars, exemplar -> map(exemplar.attributes())));
        values.put("Exemplars.TimeUnix", list(exemplars, exemplar -> time(exemplar.epochNanos())));
        values.put("Exemplars.Value", list(exemplars, exemplar -> bits(number(exemplar.value()))));
        values.put("Exemplars.SpanId", list(exemplars, exemplar -> quoted(id(exemplar.span()))));
        values.put("Exemplars.TraceId", list(exemplars, exemplar -> quoted(id(exemplar.trace()))));
    }

    private static String temporality(Metric.Temporality temporality) {
        return switch (temporality) {
            case UNSPECIFIED -> "0";
            case DELTA -> "1";
            case CUMULATIVE -> "2";
        };
    }

    private static double number(Value value) {
        return switch (value) {
            case Value.Int integer -> integer.value();
            case Value.Real real -> real.value();
            default -> 0;
        };
    }

    private static String bits(double value) {
        return Long.toUnsignedString(Double.doubleToLongBits(value));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static String time(long unsignedNanos) {
        return unsigned(unsignedNanos).min(BigInteger.valueOf(Long.MAX_VALUE)).toString();
    }

    private static String id(TraceId trace) {
        return trace.isValid() ? ReadBack.hex(trace.hex()) : "";
    }

    private static String id(SpanId span) {
        return span.isValid() ? ReadBack.hex(span.hex()) : "";
    }

    private static String map(Attributes attributes) {
        return new TreeMap<>(attributes.toTexts())
                .entrySet().stream()
                        .map(entry ->
                                quoted(ReadBack.hex(entry.getKey())) + ":" + quoted(ReadBack.hex(entry.getValue())))
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static <E> String list(List<E> elements, Function<E, String> shown) {
        return elements.stream().map(shown).collect(Collectors.joining(",", "[", "]"));
    }
}
