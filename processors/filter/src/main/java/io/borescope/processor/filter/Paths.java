package io.borescope.processor.filter;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Value;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the paths of conditions stand for. */
final class Paths {
    /** Gets a value of a subject; null if it is not there. */
    interface Getter {
        @Nullable
        Value get(Subject subject);
    }

    private static final Map<String, Getter> OF_ALL = Map.of(
            "instrumentation_scope.name",
                    subject -> Value.of(subject.group().scope().name()),
            "instrumentation_scope.version",
                    subject -> Value.of(subject.group().scope().version()),
            "scope.name", subject -> Value.of(subject.group().scope().name()),
            "scope.version", subject -> Value.of(subject.group().scope().version()));

    private static final Map<String, Getter> OF_SPANS = Map.of(
            "name", subject -> Value.of(subject.span().name()),
            "kind", subject -> Value.of(subject.span().kind()),
            "status.code", subject -> Value.of(subject.span().status().code()),
            "status.message", subject -> Value.of(subject.span().status().message()),
            "trace_id.string", subject -> Value.of(subject.span().trace().hex()),
            "span_id.string", subject -> Value.of(subject.span().id().hex()),
            "parent_span_id.string",
                    subject -> Value.of(
                            subject.span().parent().isValid()
                                    ? subject.span().parent().hex()
                                    : ""),
            "start_time_unix_nano", subject -> Value.of(subject.span().startEpochNanos()),
            "end_time_unix_nano", subject -> Value.of(subject.span().endEpochNanos()));

    private static final Map<String, Getter> OF_LOGS = Map.of(
            "body", subject -> subject.log().body(),
            "severity_number", subject -> Value.of(subject.log().severity()),
            "severity_text", subject -> Value.of(subject.log().severityText()),
            "event_name", subject -> Value.of(subject.log().eventName()),
            "trace_id.string", subject -> Value.of(subject.log().trace().hex()),
            "span_id.string", subject -> Value.of(subject.log().span().hex()),
            "time_unix_nano", subject -> Value.of(subject.log().epochNanos()));

    private static final Map<String, Getter> OF_METRICS = Map.of(
            "name", subject -> Value.of(subject.metric().name()),
            "description", subject -> Value.of(subject.metric().description()),
            "unit", subject -> Value.of(subject.metric().unit()),
            "type", subject -> Value.of(type(subject.metric())),
            "aggregation_temporality", subject -> temporality(subject.metric()),
            "is_monotonic",
                    subject -> subject.metric().data() instanceof Metric.Sum sum ? Value.of(sum.monotonic()) : null);

    private static final Map<String, Getter> OF_POINTS = Map.of(
            "value_int", subject -> number(subject.point()) instanceof Value.Int value ? value : null,
            "value_double", subject -> number(subject.point()) instanceof Value.Real value ? value : null,
            "time_unix_nano", subject -> Value.of(subject.point().head().epochNanos()),
            "start_time_unix_nano", subject -> Value.of(subject.point().head().startEpochNanos()),
            "flags", subject -> Value.of(subject.point().head().flags()));

    private Paths() {}

    /**
     * What a path stands for.
     *
     * @param path without what is in brackets
     * @param key what is in the brackets behind it; empty if there are none
     */
    static Optional<Getter> find(Subject.Context context, String path, Optional<String> key) {
        return key.isPresent()
                ? attributes(context, path)
                        .map(attributes -> subject -> attributes.apply(subject).get(key.get()))
                : Optional.ofNullable(fields(context).get(path));
    }

    /** All fields of a context, by path. */
    static Map<String, Getter> fields(Subject.Context context) {
        Map<String, Getter> fields = new TreeMap<>(OF_ALL);
        switch (context) {
            case SPAN -> put(fields, context.prefix(), OF_SPANS);
            case SPANEVENT -> {
                put(
                        fields,
                        context.prefix(),
                        Map.of("name", subject -> Value.of(subject.event().name())));
                OF_SPANS.forEach((name, getter) -> fields.put("span." + name, getter));
            }
            case LOG -> put(fields, context.prefix(), OF_LOGS);
            case METRIC -> put(fields, context.prefix(), OF_METRICS);
            case DATAPOINT -> {
                put(fields, context.prefix(), OF_POINTS);
                OF_METRICS.forEach((name, getter) -> fields.put("metric." + name, getter));
            }
        }
        return fields;
    }

    private static void put(Map<String, Getter> fields, String prefix, Map<String, Getter> own) {
        fields.putAll(own);
        own.forEach((name, getter) -> fields.put(prefix + "." + name, getter));
    }

    private static Optional<Function<Subject, Attributes>> attributes(Subject.Context context, String path) {
        return switch (path) {
            case "resource.attributes" ->
                Optional.of(subject -> subject.group().resource().attributes());
            case "instrumentation_scope.attributes", "scope.attributes" ->
                Optional.of(subject -> subject.group().scope().attributes());
            case "span.attributes" ->
                context == Subject.Context.SPANEVENT || context == Subject.Context.SPAN
                        ? Optional.of(subject -> subject.span().attributes())
                        : Optional.empty();
            default ->
                path.equals("attributes") || path.equals(context.prefix() + ".attributes")
                        ? own(context)
                        : Optional.empty();
        };
    }

    private static Optional<Function<Subject, Attributes>> own(Subject.Context context) {
        return switch (context) {
            case SPAN -> Optional.of(subject -> subject.span().attributes());
            case SPANEVENT -> Optional.of(subject -> subject.event().attributes());
            case LOG -> Optional.of(subject -> subject.log().attributes());
            case DATAPOINT -> Optional.of(subject -> subject.point().attributes());
            case METRIC -> Optional.empty();
        };
    }

    private static Value number(Point<?> point) {
        return point instanceof Point.Figure figure ? figure.value() : Value.Empty.EMPTY;
    }

    private static @Nullable Value temporality(Metric metric) {
        return switch (metric.data()) {
            case Metric.Sum sum -> number(sum.temporality());
            case Metric.Histogram histogram -> number(histogram.temporality());
            case Metric.ExponentialHistogram histogram -> number(histogram.temporality());
            default -> null;
        };
    }

    /** By the numbers of {@code AGGREGATION_TEMPORALITY_}. */
    private static Value number(Metric.Temporality temporality) {
        return Value.of(
                switch (temporality) {
                    case UNSPECIFIED -> 0;
                    case DELTA -> 1;
                    case CUMULATIVE -> 2;
                });
    }

    /** By the numbers of {@code METRIC_DATA_TYPE_}. */
    private static int type(Metric metric) {
        return switch (metric.data()) {
            case Metric.Gauge _ -> 1;
            case Metric.Sum _ -> 2;
            case Metric.Histogram _ -> 3;
            case Metric.ExponentialHistogram _ -> 4;
            case Metric.Summary _ -> 5;
        };
    }
}
