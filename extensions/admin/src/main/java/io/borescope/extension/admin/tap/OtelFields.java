package io.borescope.extension.admin.tap;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Span;
import java.util.List;
import java.util.Locale;

/** Takes spans, log records and data points apart. */
final class OtelFields {
    private static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");
    private static final List<String> CODES = List.of("unset", "ok", "error");

    private OtelFields() {}

    static Fields of(Group<?> group, Span span) {
        Fields fields = new Fields()
                .put("time", Times.text(span.startEpochNanos()))
                .put("span", span.name())
                .put("kind", named(KINDS, span.kind()))
                .put("duration_ns", span.endEpochNanos() - span.startEpochNanos())
                .put("status", named(CODES, span.status().code()))
                .put("status_message", span.status().message())
                .put("trace", span.trace().isValid() ? span.trace().hex() : "")
                .put("id", span.id().isValid() ? span.id().hex() : "")
                .put("parent", span.parent().isValid() ? span.parent().hex() : "")
                .putAll("attributes", span.attributes());
        if (!span.events().isEmpty()) {
            fields.put("events", span.events().stream().map(Span.Event::name).toList());
        }
        if (!span.links().isEmpty()) {
            fields.put("links", (long) span.links().size());
        }
        return withOrigin(group, fields);
    }

    static Fields of(Group<?> group, LogRecord log) {
        Fields fields = new Fields()
                .put("time", Times.text(log.epochNanos() == 0 ? log.observedEpochNanos() : log.epochNanos()))
                .put("severity", log.severityText().isEmpty() ? "-" : log.severityText())
                .put("body", log.body())
                .put("event_name", log.eventName())
                .put("severity_number", log.severity())
                .put("trace", log.trace().isValid() ? log.trace().hex() : "")
                .put("span", log.span().isValid() ? log.span().hex() : "")
                .putAll("attributes", log.attributes());
        return withOrigin(group, fields);
    }

    static Fields of(Group<?> group, Metric metric, Point<?> point) {
        Fields fields = new Fields()
                .put("time", Times.text(point.head().epochNanos()))
                .put("metric", metric.name())
                .put("kind", kind(metric));
        addFigures(fields, point);
        fields.put("unit", metric.unit())
                .put("start", Times.text(point.head().startEpochNanos()))
                .putAll("attributes", point.attributes());
        return withOrigin(group, fields);
    }

    private static String kind(Metric metric) {
        return switch (metric.data()) {
            case Metric.Gauge _ -> "gauge";
            case Metric.Sum sum -> (sum.monotonic() ? "counter_" : "sum_") + lower(sum.temporality());
            case Metric.Histogram histogram -> "histogram_" + lower(histogram.temporality());
            case Metric.ExponentialHistogram histogram -> "exponential_" + lower(histogram.temporality());
            case Metric.Summary _ -> "summary";
        };
    }

    private static String lower(Metric.Temporality temporality) {
        return temporality.name().toLowerCase(Locale.ROOT);
    }

    private static void addFigures(Fields fields, Point<?> point) {
        switch (point) {
            case Point.Figure figure -> fields.put("value", figure.value());
            case Point.Buckets buckets ->
                fields.put("count", buckets.count())
                        .put("sum", buckets.sum())
                        .put("min", buckets.min())
                        .put("max", buckets.max())
                        .put("bounds", buckets.bounds())
                        .put("counts", buckets.counts());
            case Point.Exponential exponential ->
                fields.put("count", exponential.count())
                        .put("sum", exponential.sum())
                        .put("min", exponential.min())
                        .put("max", exponential.max())
                        .put("scale", exponential.scale())
                        .put("zeros", exponential.zeroCount())
                        .put("positive", exponential.positive().counts())
                        .put("negative", exponential.negative().counts());
            case Point.Quantiles quantiles -> {
                fields.put("count", quantiles.count()).put("sum", quantiles.sum());
                quantiles.quantiles().forEach(each -> fields.put("quantile." + each.quantile(), each.value()));
            }
        }
    }

    private static Fields withOrigin(Group<?> group, Fields fields) {
        return fields.putAll("resource", group.resource().attributes())
                .put("scope", group.scope().name());
    }

    /** What newer versions of OTLP add is shown by its number. */
    private static String named(List<String> names, int number) {
        return number >= 0 && number < names.size() ? names.get(number) : Integer.toString(number);
    }
}
