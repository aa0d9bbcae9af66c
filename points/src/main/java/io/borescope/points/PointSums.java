package io.borescope.points;

import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/** Adds data points that are about the same thing, or about parts of it. What one of two points does not say, their sum does not say. */
public final class PointSums {
    private PointSums() {}

    /** A figure with the sum of both values. Integers whose sum is too large for one become a decimal. */
    public static Figure add(Head head, Figure one, Figure other) {
        return new Figure(head, add(one.value(), other.value()), joined(one.exemplars(), other.exemplars()));
    }

    /** The sum of two numbers; a value that is none counts as nothing. */
    public static Value add(Value one, Value other) {
        if (one instanceof Value.Int(long a) && other instanceof Value.Int(long b)) {
            long sum = a + b;
            boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
            return overflows ? Value.of((double) a + (double) b) : Value.of(sum);
        }
        if (!isNumber(one) || !isNumber(other)) {
            return isNumber(one) ? one : other;
        }
        return Value.of(number(one) + number(other));
    }

    /** Whether a value is a number. */
    public static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Real;
    }

    /** The number that a value is. */
    public static double number(Value value) {
        return switch (value) {
            case Value.Int integer -> (double) integer.value();
            case Value.Real real -> real.value();
            default -> throw new IllegalArgumentException(value + " is no number");
        };
    }

    /**
     * Adds counts by bucket.
     *
     * @throws IllegalArgumentException if they have different buckets, see {@link #hasSameBuckets}
     */
    public static Buckets add(Head head, Buckets one, Buckets other) {
        if (!hasSameBuckets(one, other)) {
            throw new IllegalArgumentException("different buckets");
        }
        List<Long> counts = new ArrayList<>(one.counts().size());
        for (int i = 0; i < one.counts().size(); i++) {
            counts.add(one.counts().get(i) + other.counts().get(i));
        }
        return new Buckets(
                head,
                one.count() + other.count(),
                both(one.sum(), other.sum(), Double::sum),
                both(one.min(), other.min(), Math::min),
                both(one.max(), other.max(), Math::max),
                counts,
                one.bounds(),
                joined(one.exemplars(), other.exemplars()));
    }

    /** Whether two points count by the same buckets. */
    public static boolean hasSameBuckets(Buckets one, Buckets other) {
        return one.counts().size() == other.counts().size() && one.bounds().equals(other.bounds());
    }

    /** Adds counts by exponential bucket, at the finer scale that both have and that keeps either side within 160 buckets. */
    public static Exponential add(Head head, Exponential one, Exponential other) {
        ExponentialSums sums = new ExponentialSums(one, other);
        return new Exponential(
                head,
                one.count() + other.count(),
                both(one.sum(), other.sum(), Double::sum),
                both(one.min(), other.min(), Math::min),
                both(one.max(), other.max(), Math::max),
                sums.scale(),
                sums.zeroCount(),
                sums.zeroThreshold(),
                sums.positive(),
                sums.negative(),
                joined(one.exemplars(), other.exemplars()));
    }

    private static OptionalDouble both(OptionalDouble one, OptionalDouble other, DoubleBinaryOperator operator) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(operator.applyAsDouble(one.getAsDouble(), other.getAsDouble()))
                : OptionalDouble.empty();
    }

    private static List<Point.Exemplar> joined(List<Point.Exemplar> one, List<Point.Exemplar> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        List<Point.Exemplar> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
