package io.borescope.api.otel;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A data point of a metric.
 *
 * @param <P> its kind
 */
public sealed interface Point<P extends Point<P>> {
    /** Flag of a point that says only that there is nothing to say, {@code NO_RECORDED_VALUE}. */
    int NOTHING_RECORDED = 1;

    /** What every kind has. */
    Head head();

    /** The same with another head. */
    P with(Head changed);

    /** What tells it apart from the other points of its metric. */
    default Attributes attributes() {
        return head().attributes();
    }

    /**
     * What every kind has.
     *
     * @param startEpochNanos since when, wall time; 0 if nobody says
     * @param epochNanos until when, or when it was read
     * @param flags see {@link #NOTHING_RECORDED}
     */
    record Head(Attributes attributes, long startEpochNanos, long epochNanos, int flags) {
        /** The same with other attributes. */
        public Head with(Attributes changed) {
            return new Head(changed, startEpochNanos, epochNanos, flags);
        }
    }

    /**
     * One observation that stands for others.
     *
     * @param value {@link Value.Int}, {@link Value.Real} or {@link Value.Empty}
     * @param attributes those that its point does not have
     */
    record Exemplar(Attributes attributes, long epochNanos, Value value, TraceId trace, SpanId span) {}

    /**
     * A figure.
     *
     * @param value {@link Value.Int}, {@link Value.Real}, or {@link Value.Empty} if there is none
     */
    record Figure(Head head, Value value, List<Exemplar> exemplars) implements Point<Figure> {
        public Figure {
            exemplars = List.copyOf(exemplars);
        }

        @Override
        public Figure with(Head changed) {
            return new Figure(changed, value, exemplars);
        }
    }

    /**
     * Counts of observations by bucket.
     *
     * @param counts one more than bounds, or none at all
     * @param bounds ascending; bucket i holds values v with {@code bounds[i-1] < v <= bounds[i]}
     */
    record Buckets(
            Head head,
            long count,
            OptionalDouble sum,
            OptionalDouble min,
            OptionalDouble max,
            List<Long> counts,
            List<Double> bounds,
            List<Exemplar> exemplars)
            implements Point<Buckets> {
        public Buckets {
            counts = List.copyOf(counts);
            bounds = List.copyOf(bounds);
            exemplars = List.copyOf(exemplars);
        }

        @Override
        public Buckets with(Head changed) {
            return new Buckets(changed, count, sum, min, max, counts, bounds, exemplars);
        }
    }

    /**
     * Counts of observations by bucket; with {@code base = 2^(2^-scale)}, bucket i holds values v with {@code base^i < v <= base^(i+1)}.
     *
     * @param zeroCount observations not farther from 0 than {@code zeroThreshold}
     * @param positive the buckets of values above 0
     * @param negative the buckets of values below 0, by their absolute values
     */
    record Exponential(
            Head head,
            long count,
            OptionalDouble sum,
            OptionalDouble min,
            OptionalDouble max,
            int scale,
            long zeroCount,
            double zeroThreshold,
            Side positive,
            Side negative,
            List<Exemplar> exemplars)
            implements Point<Exponential> {
        public Exponential {
            exemplars = List.copyOf(exemplars);
        }

        @Override
        public Exponential with(Head changed) {
            return new Exponential(
                    changed, count, sum, min, max, scale, zeroCount, zeroThreshold, positive, negative, exemplars);
        }

        /**
         * Buckets that follow each other.
         *
         * @param offset index of the first
         */
        public record Side(int offset, List<Long> counts) {
            /** No buckets. */
            public static final Side EMPTY = new Side(0, List.of());

            public Side {
                counts = List.copyOf(counts);
            }
        }
    }

    /** Quantiles, as Prometheus clients compute them. */
    record Quantiles(Head head, long count, double sum, List<Quantile> quantiles) implements Point<Quantiles> {
        public Quantiles {
            quantiles = List.copyOf(quantiles);
        }

        @Override
        public Quantiles with(Head changed) {
            return new Quantiles(changed, count, sum, quantiles);
        }

        /**
         * A quantile.
         *
         * @param quantile 0 (the smallest) to 1 (the largest)
         */
        public record Quantile(double quantile, double value) {}
    }
}
