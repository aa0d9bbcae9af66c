package io.borescope.processor.cumulativetodelta;

import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exemplar;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Value;
import io.borescope.points.Exemplars;
import io.borescope.points.PointSums;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What lies between two points of a stream.
 *
 * @param <P> the points
 */
interface Difference<P extends Point<P>> {
    /** Of counters. */
    Difference<Figure> OF_FIGURES = new Difference<>() {
        @Override
        public boolean counts(Figure point) {
            return PointSums.isNumber(point.value()) && !Double.isNaN(PointSums.number(point.value()));
        }

        @Override
        public boolean fits(Figure before, Figure now) {
            return true;
        }

        @Override
        public boolean falls(Figure before, Figure now) {
            return (before.value() instanceof Value.Int one && now.value() instanceof Value.Int other)
                    ? other.value() < one.value()
                    : PointSums.number(now.value()) < PointSums.number(before.value());
        }

        @Override
        public Figure between(Figure before, Figure now) {
            Value value = (before.value() instanceof Value.Int one && now.value() instanceof Value.Int other)
                    ? Value.of(other.value() - one.value())
                    : Value.of(PointSums.number(now.value()) - PointSums.number(before.value()));
            return new Figure(now.head(), value, now.exemplars());
        }

        @Override
        public Figure bare(Figure point) {
            return Exemplars.without(point);
        }

        @Override
        public Figure since(Figure point, long epochNanos) {
            return Exemplars.with(point, Exemplars.since(point.exemplars(), epochNanos));
        }
    };

    /** Of histograms. */
    Difference<Buckets> OF_BUCKETS = new Difference<>() {
        @Override
        public boolean counts(Buckets point) {
            return true;
        }

        @Override
        public boolean fits(Buckets before, Buckets now) {
            return PointSums.hasSameBuckets(before, now);
        }

        @Override
        public boolean falls(Buckets before, Buckets now) {
            boolean falls = now.count() < before.count();
            for (int i = 0; i < now.counts().size() && !falls; i++) {
                falls = now.counts().get(i) < before.counts().get(i);
            }
            return falls;
        }

        @Override
        public Buckets between(Buckets before, Buckets now) {
            List<Long> counts = new ArrayList<>(now.counts().size());
            for (int i = 0; i < now.counts().size(); i++) {
                counts.add(now.counts().get(i) - before.counts().get(i));
            }
            OptionalDouble sum = (before.sum().isPresent() && now.sum().isPresent())
                    ? OptionalDouble.of(now.sum().getAsDouble() - before.sum().getAsDouble())
                    : OptionalDouble.empty();
            return new Buckets(
                    now.head(),
                    now.count() - before.count(),
                    sum,
                    OptionalDouble.empty(), // the least and the most are those of all time
                    OptionalDouble.empty(),
                    counts,
                    now.bounds(),
                    now.exemplars());
        }

        @Override
        public Buckets bare(Buckets point) {
            return Exemplars.without(point);
        }

        @Override
        public Buckets since(Buckets point, long epochNanos) {
            List<Exemplar> taken = Exemplars.since(point.exemplars(), epochNanos);
            return Exemplars.with(point, taken);
        }
    };

    /** Whether a point says how much there was. */
    boolean counts(P point);

    /** Whether both can be compared. */
    boolean fits(P before, P now);

    /** Whether there is less than there was: somebody began anew. */
    boolean falls(P before, P now);

    /** What was added; with the head and the exemplars of the later one. */
    P between(P before, P now);

    /** What is remembered of a point. */
    P bare(P point);

    /** A point with the exemplars that were taken after a time. */
    P since(P point, long epochNanos);
}
