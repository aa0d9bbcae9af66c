package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exemplar;
import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Point.Quantiles;
import io.borescope.api.otel.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Multiplies what points observed, bounds of buckets included. Counts stay. */
final class PointScale {
    /** Scales beyond these have no use for doubles. */
    private static final int LEAST_SCALE = -10;

    private static final int MOST_SCALE = 20;

    private final Factor factor;

    PointScale(Factor factor) {
        this.factor = factor;
    }

    /**
     * The data in the new measure.
     *
     * @return empty if it cannot be said in it: buckets of an exponential histogram fit only where the factor is a power of their base, and no
     *     distribution can be turned over
     */
    Optional<Metric.Data<?>> of(Metric.Data<?> data) {
        return switch (data) {
            case Metric.Gauge gauge ->
                Optional.of(gauge.with(gauge.points().stream().map(this::figure).toList()));
            case Metric.Sum sum ->
                Optional.of(sum.with(sum.points().stream().map(this::figure).toList()));
            case Metric.Histogram histogram ->
                factor.isNegative()
                        ? Optional.empty()
                        : Optional.of(histogram.with(
                                histogram.points().stream().map(this::buckets).toList()));
            case Metric.ExponentialHistogram histogram -> exponential(histogram);
            case Metric.Summary summary ->
                Optional.of(summary.with(
                        summary.points().stream().map(this::quantiles).toList()));
        };
    }

    private Figure figure(Figure point) {
        return new Figure(point.head(), value(point.value()), exemplars(point.exemplars()));
    }

    /** Integers stay integers where each of them does. */
    private Value value(Value value) {
        if (value instanceof Value.Int(long integer)) {
            return integer(integer);
        }
        return value instanceof Value.Real(double real) ? Value.of(factor.times(real)) : value;
    }

    private Value integer(long integer) {
        if (factor.isWhole()) {
            try {
                return Value.of(factor.timesExact(integer));
            } catch (ArithmeticException tooLarge) {
                return Value.of(factor.times((double) integer));
            }
        }
        return Value.of(factor.times((double) integer));
    }

    private Buckets buckets(Buckets point) {
        return new Buckets(
                point.head(),
                point.count(),
                times(point.sum()),
                times(point.min()),
                times(point.max()),
                point.counts(),
                point.bounds().stream().map(factor::times).toList(),
                exemplars(point.exemplars()));
    }

    private Optional<Metric.Data<?>> exponential(Metric.ExponentialHistogram histogram) {
        OptionalInt power = factor.isNegative() ? OptionalInt.empty() : factor.powerOf2();
        if (power.isEmpty() || !histogram.points().stream().allMatch(point -> fits(point, power.getAsInt()))) {
            return Optional.empty();
        }
        return Optional.of(histogram.with(histogram.points().stream()
                .map(point -> exponential(point, power.getAsInt()))
                .toList()));
    }

    /** Whether the new bounds are bounds of buckets, too, and not out of reach. */
    private static boolean fits(Exponential point, int power) {
        int scale = point.scale();
        if (scale < LEAST_SCALE || scale > MOST_SCALE || (scale < 0 && power % (1 << -scale) != 0)) {
            return false;
        }
        return isInt(point.positive().offset() + shift(scale, power))
                && isInt(point.negative().offset() + shift(scale, power));
    }

    private static boolean isInt(long value) {
        return value == (int) value;
    }

    /** By how many buckets values move. */
    private static long shift(int scale, int power) {
        return scale >= 0 ? (long) power << scale : power >> -scale;
    }

    private Exponential exponential(Exponential point, int power) {
        long shift = shift(point.scale(), power);
        return new Exponential(
                point.head(),
                point.count(),
                times(point.sum()),
                times(point.min()),
                times(point.max()),
                point.scale(),
                point.zeroCount(),
                factor.times(point.zeroThreshold()),
                shifted(point.positive(), shift),
                shifted(point.negative(), shift),
                exemplars(point.exemplars()));
    }

    private static Exponential.Side shifted(Exponential.Side side, long by) {
        return side.counts().isEmpty() ? side : new Exponential.Side((int) (side.offset() + by), side.counts());
    }

    private Quantiles quantiles(Quantiles point) {
        return new Quantiles(
                point.head(),
                point.count(),
                factor.times(point.sum()),
                point.quantiles().stream()
                        .map(one -> new Quantiles.Quantile(one.quantile(), factor.times(one.value())))
                        .toList());
    }

    private OptionalDouble times(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(factor.times(value.getAsDouble())) : value;
    }

    private List<Exemplar> exemplars(List<Exemplar> exemplars) {
        return exemplars.stream()
                .map(one ->
                        new Exemplar(one.attributes(), one.epochNanos(), value(one.value()), one.trace(), one.span()))
                .toList();
    }
}
