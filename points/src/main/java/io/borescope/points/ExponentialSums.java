package io.borescope.points;

import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Exponential.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The buckets of two exponential histograms together. The scale is lowered, by which pairs of buckets become one, until both have the same
 * and either side is small enough; the zero bucket is widened to the wider one's threshold, or to the end of a bucket that this would cut.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">ExponentialHistogram</a>
 */
final class ExponentialSums {
    private static final int MOST_BUCKETS = 160;
    private static final int MOST_STEPS = 63;
    private static final double LOG_2 = Math.log(2);

    private final int scale;
    private long zeroCount;
    private double zeroThreshold;
    private Side positive;
    private Side negative;

    ExponentialSums(Exponential one, Exponential other) {
        Side[] ones = {trimmed(one.positive()), trimmed(one.negative())};
        Side[] others = {trimmed(other.positive()), trimmed(other.negative())};
        int common = Math.min(one.scale(), other.scale());
        int oneSteps = steps(one.scale(), common);
        int otherSteps = steps(other.scale(), common);
        int further = 0;
        for (int side = 0; side < ones.length; side++) {
            further = Math.max(further, stepsToFit(ones[side], oneSteps, others[side], otherSteps));
        }
        this.scale = common - further;
        this.positive = sum(lowered(ones[0], oneSteps + further), lowered(others[0], otherSteps + further));
        this.negative = sum(lowered(ones[1], oneSteps + further), lowered(others[1], otherSteps + further));
        this.zeroCount = one.zeroCount() + other.zeroCount();
        this.zeroThreshold = Math.max(one.zeroThreshold(), other.zeroThreshold());
        if (one.zeroThreshold() != other.zeroThreshold()) {
            widenZero();
        }
    }

    int scale() {
        return scale;
    }

    long zeroCount() {
        return zeroCount;
    }

    double zeroThreshold() {
        return zeroThreshold;
    }

    Side positive() {
        return positive;
    }

    Side negative() {
        return negative;
    }

    /** Moves what lies within the threshold to the zero bucket. */
    private void widenZero() {
        double exponent = Math.log(zeroThreshold) / LOG_2 * Math.scalb(1.0, scale);
        long first = (long) Math.floor(exponent);
        boolean cutsABucket = first != exponent && (count(positive, first) > 0 || count(negative, first) > 0);
        if (cutsABucket) {
            first++;
            zeroThreshold = Math.pow(2, first * Math.scalb(1.0, -scale));
        }
        positive = from(first, positive);
        negative = from(first, negative);
    }

    private Side from(long first, Side side) {
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < side.counts().size(); i++) {
            if ((long) side.offset() + i >= first) {
                kept.add(side.counts().get(i));
            } else {
                zeroCount += side.counts().get(i);
            }
        }
        return kept.isEmpty() ? Side.EMPTY : new Side((int) Math.max(first, side.offset()), kept);
    }

    private static long count(Side side, long index) {
        long at = index - side.offset();
        return at >= 0 && at < side.counts().size() ? side.counts().get((int) at) : 0;
    }

    /** From one scale down to another; beyond 63 steps everything is in the first bucket on its side of 1 anyway. */
    private static int steps(int from, int to) {
        return (int) Math.min(from - (long) to, MOST_STEPS);
    }

    /** How much further the scale of two sides must be lowered for their sum to be small enough. */
    private static int stepsToFit(Side one, int oneSteps, Side other, int otherSteps) {
        if (one.counts().isEmpty() || other.counts().isEmpty()) {
            Side only = one.counts().isEmpty() ? other : one;
            int steps = one.counts().isEmpty() ? otherSteps : oneSteps;
            return stepsToFit((long) only.offset() >> steps, last(only) >> steps);
        }
        return stepsToFit(
                Math.min((long) one.offset() >> oneSteps, (long) other.offset() >> otherSteps),
                Math.max(last(one) >> oneSteps, last(other) >> otherSteps));
    }

    private static int stepsToFit(long first, long last) {
        int steps = 0;
        while ((last >> steps) - (first >> steps) >= MOST_BUCKETS) {
            steps++;
        }
        return steps;
    }

    /** Index of the last bucket. */
    private static long last(Side side) {
        return (long) side.offset() + side.counts().size() - 1;
    }

    private static Side lowered(Side side, int wanted) {
        int steps = Math.min(wanted, MOST_STEPS);
        if (steps == 0 || side.counts().isEmpty()) {
            return side;
        }
        long first = (long) side.offset() >> steps;
        long last = last(side) >> steps;
        long[] counts = new long[(int) (last - first + 1)];
        for (int i = 0; i < side.counts().size(); i++) {
            counts[(int) ((((long) side.offset() + i) >> steps) - first)] +=
                    side.counts().get(i);
        }
        return new Side((int) first, asList(counts));
    }

    private static Side sum(Side a, Side b) {
        if (a.counts().isEmpty() || b.counts().isEmpty()) {
            return a.counts().isEmpty() ? b : a;
        }
        long first = Math.min(a.offset(), b.offset());
        long last = Math.max(last(a), last(b));
        List<Long> counts = new ArrayList<>();
        for (long index = first; index <= last; index++) {
            counts.add(count(a, index) + count(b, index));
        }
        return new Side((int) first, counts);
    }

    /** Without the empty buckets at its ends. */
    private static Side trimmed(Side side) {
        int from = 0;
        int to = side.counts().size();
        while (from < to && side.counts().get(from) == 0) {
            from++;
        }
        while (to > from && side.counts().get(to - 1) == 0) {
            to--;
        }
        return from == to
                ? Side.EMPTY
                : new Side(side.offset() + from, side.counts().subList(from, to));
    }

    private static List<Long> asList(long[] counts) {
        List<Long> list = new ArrayList<>(counts.length);
        for (long count : counts) {
            list.add(count);
        }
        return list;
    }
}
