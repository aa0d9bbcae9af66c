package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import java.util.List;
import java.util.function.Function;

/** One metric with the points of several. */
final class Combined {
    private Combined() {}

    /** Whether points of both may stand in one metric. */
    static boolean isSameKind(Metric.Data<?> one, Metric.Data<?> other) {
        return switch (one) {
            case Metric.Gauge _ -> other instanceof Metric.Gauge;
            case Metric.Sum sum ->
                other instanceof Metric.Sum that
                        && that.temporality() == sum.temporality()
                        && that.monotonic() == sum.monotonic();
            case Metric.Histogram histogram ->
                other instanceof Metric.Histogram that && that.temporality() == histogram.temporality();
            case Metric.ExponentialHistogram histogram ->
                other instanceof Metric.ExponentialHistogram that && that.temporality() == histogram.temporality();
            case Metric.Summary _ -> other instanceof Metric.Summary;
        };
    }

    /**
     * The first metric with the points of all.
     *
     * @param parts of the same kind
     */
    static Metric of(List<Metric> parts) {
        Metric first = parts.getFirst();
        return first.with(
                switch (first.data()) {
                    case Metric.Gauge gauge -> gauge.with(points(parts, data -> ((Metric.Gauge) data).points()));
                    case Metric.Sum sum -> sum.with(points(parts, data -> ((Metric.Sum) data).points()));
                    case Metric.Histogram histogram ->
                        histogram.with(points(parts, data -> ((Metric.Histogram) data).points()));
                    case Metric.ExponentialHistogram histogram ->
                        histogram.with(points(parts, data -> ((Metric.ExponentialHistogram) data).points()));
                    case Metric.Summary summary ->
                        summary.with(points(parts, data -> ((Metric.Summary) data).points()));
                });
    }

    private static <P extends Point<P>> List<P> points(List<Metric> parts, Function<Metric.Data<?>, List<P>> pointsOf) {
        return parts.stream()
                .flatMap(part -> pointsOf.apply(part.data()).stream())
                .toList();
    }
}
