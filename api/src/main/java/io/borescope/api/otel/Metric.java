package io.borescope.api.otel;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A metric and its data points.
 *
 * @param unit in UCUM notation
 * @param metadata about the metric itself, such as its type in another system
 */
public record Metric(String name, String description, String unit, Attributes metadata, Data<?> data) {
    /** The same with other data. */
    public Metric with(Data<?> changed) {
        return new Metric(name, description, unit, metadata, changed);
    }

    /** What the figures of a data point cover. */
    public enum Temporality {
        /** Nobody says. */
        UNSPECIFIED,
        /** From its start to its end. */
        DELTA,
        /** Everything since its start, which stays the same. */
        CUMULATIVE
    }

    /**
     * Data points of one kind.
     *
     * @param <P> that kind
     */
    public sealed interface Data<P extends Point<P>> {
        /** The data points. */
        List<P> points();

        /** The same with other data points. */
        Data<P> with(List<P> points);

        /** How many data points there are. */
        default int size() {
            return points().size();
        }

        /** Those that pass. */
        default Data<P> filter(Predicate<? super P> keep) {
            return with(points().stream().filter(keep).toList());
        }

        /** All of them, with other attributes. */
        default Data<P> withAttributes(UnaryOperator<Attributes> change) {
            return with(points().stream()
                    .map(point -> point.with(point.head().with(change.apply(point.attributes()))))
                    .toList());
        }
    }

    /** Levels. */
    public record Gauge(List<Point.Figure> points) implements Data<Point.Figure> {
        public Gauge {
            points = List.copyOf(points);
        }

        @Override
        public Gauge with(List<Point.Figure> changed) {
            return new Gauge(changed);
        }
    }

    /**
     * What adds up.
     *
     * @param monotonic whether it never falls
     */
    public record Sum(List<Point.Figure> points, Temporality temporality, boolean monotonic)
            implements Data<Point.Figure> {
        public Sum {
            points = List.copyOf(points);
        }

        @Override
        public Sum with(List<Point.Figure> changed) {
            return new Sum(changed, temporality, monotonic);
        }
    }

    /** Distributions over buckets with bounds that somebody chose. */
    public record Histogram(List<Point.Buckets> points, Temporality temporality) implements Data<Point.Buckets> {
        public Histogram {
            points = List.copyOf(points);
        }

        @Override
        public Histogram with(List<Point.Buckets> changed) {
            return new Histogram(changed, temporality);
        }
    }

    /** Distributions over buckets whose bounds are powers of a base. */
    public record ExponentialHistogram(List<Point.Exponential> points, Temporality temporality)
            implements Data<Point.Exponential> {
        public ExponentialHistogram {
            points = List.copyOf(points);
        }

        @Override
        public ExponentialHistogram with(List<Point.Exponential> changed) {
            return new ExponentialHistogram(changed, temporality);
        }
    }

    /** Quantiles that somebody computed. */
    public record Summary(List<Point.Quantiles> points) implements Data<Point.Quantiles> {
        public Summary {
            points = List.copyOf(points);
        }

        @Override
        public Summary with(List<Point.Quantiles> changed) {
            return new Summary(changed);
        }
    }
}
