package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.Value;
import io.borescope.points.PointSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes one of points that cannot be told from each other: those with the same attributes, the same time, of deltas the same start, and of
 * histograms the same buckets. Distributions are added up, whatever is to become of figures; quantiles stay as they are.
 */
final class PointMerge {
    /** What tells points apart. */
    private record Key(Attributes attributes, long startEpochNanos, long epochNanos, List<Double> bounds, int counts) {}

    private PointMerge() {}

    static Metric.Data<?> merged(Metric.Data<?> data, Aggregation aggregation) {
        return switch (data) {
            case Metric.Gauge gauge -> gauge.with(figures(gauge.points(), false, aggregation));
            case Metric.Sum sum -> sum.with(figures(sum.points(), isDelta(sum.temporality()), aggregation));
            case Metric.Histogram histogram ->
                histogram.with(merged(
                        histogram.points(), isDelta(histogram.temporality()), same -> sum(same, PointSums::add)));
            case Metric.ExponentialHistogram histogram ->
                histogram.with(merged(
                        histogram.points(), isDelta(histogram.temporality()), same -> sum(same, PointSums::add)));
            case Metric.Summary summary -> summary;
        };
    }

    private static boolean isDelta(Temporality temporality) {
        return temporality == Temporality.DELTA;
    }

    private static List<Figure> figures(List<Figure> points, boolean delta, Aggregation aggregation) {
        return merged(points, delta, same -> aggregated(same, aggregation));
    }

    private static <P extends Point<P>> List<P> merged(List<P> points, boolean delta, Function<List<P>, P> merge) {
        Map<Key, List<P>> same = new LinkedHashMap<>();
        points.forEach(point ->
                same.computeIfAbsent(key(point, delta), _ -> new ArrayList<>()).add(point));
        return same.values().stream()
                .map(these -> these.size() == 1 ? these.getFirst() : merge.apply(these))
                .toList();
    }

    private static Key key(Point<?> point, boolean delta) {
        Head head = point.head();
        List<Double> bounds = point instanceof Buckets buckets ? buckets.bounds() : List.of();
        int counts = point instanceof Buckets buckets ? buckets.counts().size() : 0;
        return new Key(head.attributes(), delta ? head.startEpochNanos() : 0, head.epochNanos(), bounds, counts);
    }

    /** Adds two points of a kind. */
    private interface Addition<P> {
        P add(Head head, P one, P other);
    }

    private static <P extends Point<P>> P sum(List<P> same, Addition<P> addition) {
        List<P> recorded = recorded(same);
        Head head = head(recorded);
        return recorded.stream()
                .reduce((one, other) -> addition.add(head, one, other))
                .orElseThrow();
    }

    private static Figure aggregated(List<Figure> same, Aggregation aggregation) {
        List<Figure> recorded = recorded(same);
        List<Value> values =
                recorded.stream().map(Figure::value).filter(PointSums::isNumber).toList();
        List<Point.Exemplar> exemplars =
                recorded.stream().flatMap(point -> point.exemplars().stream()).toList();
        return new Figure(
                head(recorded), values.isEmpty() ? Value.Empty.EMPTY : number(values, aggregation), exemplars);
    }

    /**
     * One number of several.
     *
     * @param values numbers, at least one
     */
    static Value number(List<Value> values, Aggregation aggregation) {
        return switch (aggregation) {
            case SUM -> sum(values);
            case MEAN -> Value.of(PointSums.number(sum(values)) / values.size());
            case MIN -> ordered(values).getFirst();
            case MAX -> ordered(values).getLast();
            case COUNT -> Value.of(values.size());
            case MEDIAN -> median(ordered(values));
        };
    }

    private static Value sum(List<Value> values) {
        return values.stream().reduce(PointSums::add).orElseThrow();
    }

    private static List<Value> ordered(List<Value> values) {
        return values.stream()
                .sorted((one, other) -> Double.compare(PointSums.number(one), PointSums.number(other)))
                .toList();
    }

    private static Value median(List<Value> ordered) {
        int middle = ordered.size() / 2;
        double upper = PointSums.number(ordered.get(middle));
        return Value.of(ordered.size() % 2 == 1 ? upper : (PointSums.number(ordered.get(middle - 1)) + upper) / 2);
    }

    /** Those that say something, or all if none does. */
    private static <P extends Point<P>> List<P> recorded(List<P> same) {
        List<P> recorded = same.stream()
                .filter(point -> (point.head().flags() & Point.NOTHING_RECORDED) == 0)
                .toList();
        return recorded.isEmpty() ? same : recorded;
    }

    /** Since the first of them began; 0 where one does not say. */
    private static Head head(List<? extends Point<?>> same) {
        Head first = same.getFirst().head();
        long start = same.stream()
                .mapToLong(point -> point.head().startEpochNanos())
                .min()
                .orElse(0);
        return new Head(first.attributes(), start, first.epochNanos(), first.flags());
    }
}
