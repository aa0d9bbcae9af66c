package io.borescope.exporter.debug;

import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Data points: what was measured, and its value or distribution. */
final class PointLayout implements RecordLayout<PointLayout.PointOf> {
    /** A data point with what is said once for its metric. */
    record PointOf(Metric metric, Point<?> point) {
        static Stream<PointOf> all(Metric metric) {
            return metric.data().points().stream().map(point -> new PointOf(metric, point));
        }
    }

    private static final int MOST_EXEMPLARS = 3;

    private final Values values;

    PointLayout(Values values) {
        this.values = values;
    }

    @Override
    public TextTable table() {
        return new TextTable()
                .left("time")
                .left("service")
                .left("metric")
                .left("kind")
                .right("count")
                .right("value")
                .left("distribution")
                .left("attributes");
    }

    @Override
    public List<String> cells(OtelResource resource, PointOf row) {
        Point<?> point = row.point();
        return List.of(
                Values.time(epochNanos(row)),
                resource.serviceName(),
                row.metric().name(),
                kind(row.metric()),
                count(point),
                value(row),
                distribution(point),
                RecordLayout.text(point.attributes()));
    }

    private static String kind(Metric metric) {
        return switch (metric.data()) {
            case Metric.Gauge _ -> "gauge";
            case Metric.Sum sum -> (sum.monotonic() ? "counter " : "sum ") + name(sum.temporality());
            case Metric.Histogram histogram -> "histogram " + name(histogram.temporality());
            case Metric.ExponentialHistogram histogram -> "exponential " + name(histogram.temporality());
            case Metric.Summary _ -> "summary";
        };
    }

    private static String name(Metric.Temporality temporality) {
        return temporality.name().toLowerCase(Locale.ROOT);
    }

    private static String count(Point<?> point) {
        return switch (point) {
            case Point.Figure _ -> "";
            case Point.Buckets buckets -> Values.count(buckets.count());
            case Point.Exponential exponential -> Values.count(exponential.count());
            case Point.Quantiles quantiles -> Values.count(quantiles.count());
        };
    }

    /** A figure, or the sum of a distribution. */
    private String value(PointOf row) {
        String unit = row.metric().unit();
        return switch (row.point()) {
            case Point.Figure figure -> figure(figure.value(), unit);
            case Point.Buckets buckets -> quantity(buckets.sum(), unit);
            case Point.Exponential exponential -> quantity(exponential.sum(), unit);
            case Point.Quantiles quantiles -> values.quantity(quantiles.sum(), unit);
        };
    }

    private String figure(Value value, String unit) {
        return switch (value) {
            case Value.Int integer -> values.quantity((double) integer.value(), unit);
            case Value.Real real -> values.quantity(real.value(), unit);
            default -> "";
        };
    }

    private String quantity(OptionalDouble value, String unit) {
        return value.isPresent() ? values.quantity(value.getAsDouble(), unit) : "";
    }

    private String distribution(Point<?> point) {
        return switch (point) {
            case Point.Figure _ -> "";
            case Point.Buckets buckets -> bars(buckets.counts());
            case Point.Exponential exponential -> bars(inOrder(exponential));
            case Point.Quantiles quantiles ->
                quantiles.quantiles().stream()
                        .limit(LONGEST_TEXT)
                        .map(quantile -> quantile.quantile() + "=" + quantile.value())
                        .collect(Collectors.joining(" "));
        };
    }

    private static List<Long> inOrder(Point.Exponential point) {
        List<Long> counts = new ArrayList<>(point.negative().counts().reversed());
        counts.add(point.zeroCount());
        counts.addAll(point.positive().counts());
        return counts;
    }

    private String bars(List<Long> counts) {
        return values.histogram(Math.min(counts.size(), LONGEST_TEXT), counts::get);
    }

    @Override
    public void describe(PointOf row, TextTable lines) {
        Metric metric = row.metric();
        Point.Head head = row.point().head();
        lines.row(List.of("metric", metric.name()));
        lines.row(List.of("description", metric.description()));
        lines.row(List.of("kind", kind(metric)));
        lines.row(List.of("unit", metric.unit()));
        lines.row(List.of("start", head.startEpochNanos() == 0 ? "not known" : time(head.startEpochNanos())));
        lines.row(List.of("time", time(head.epochNanos())));
        boolean nothing = (head.flags() & Point.NOTHING_RECORDED) != 0;
        lines.row(List.of("value", nothing ? "nothing recorded" : row.point().toString()));
        exemplars(row.point()).stream()
                .limit(MOST_EXEMPLARS)
                .forEach(exemplar -> lines.row(List.of(
                        "exemplar",
                        "%s %s trace %s"
                                .formatted(
                                        Values.time(exemplar.epochNanos()),
                                        exemplar.value().asText(),
                                        exemplar.trace().hex()))));
        head.attributes().forEach((name, value) -> lines.row(List.of("  " + name, RecordLayout.cut(value))));
    }

    private static String time(long epochNanos) {
        return Values.dateTime(epochNanos) + " UTC";
    }

    private static List<Point.Exemplar> exemplars(Point<?> point) {
        return switch (point) {
            case Point.Figure figure -> figure.exemplars();
            case Point.Buckets buckets -> buckets.exemplars();
            case Point.Exponential exponential -> exponential.exemplars();
            case Point.Quantiles _ -> List.of();
        };
    }

    @Override
    public long epochNanos(PointOf row) {
        return row.point().head().epochNanos();
    }
}
