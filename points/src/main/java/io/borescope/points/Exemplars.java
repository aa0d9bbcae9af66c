package io.borescope.points;

import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exemplar;
import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Figure;
import java.util.List;

/** Exchanges the exemplars of points: those of one report are not those of another. */
public final class Exemplars {
    private Exemplars() {}

    /** A point without any. */
    public static Figure without(Figure point) {
        return with(point, List.of());
    }

    /** A point without any. */
    public static Buckets without(Buckets point) {
        return with(point, List.of());
    }

    /** A point without any. */
    public static Exponential without(Exponential point) {
        return point.exemplars().isEmpty()
                ? point
                : new Exponential(
                        point.head(),
                        point.count(),
                        point.sum(),
                        point.min(),
                        point.max(),
                        point.scale(),
                        point.zeroCount(),
                        point.zeroThreshold(),
                        point.positive(),
                        point.negative(),
                        List.of());
    }

    /** A point with others. */
    public static Figure with(Figure point, List<Exemplar> exemplars) {
        return point.exemplars().equals(exemplars) ? point : new Figure(point.head(), point.value(), exemplars);
    }

    /** A point with others. */
    public static Buckets with(Buckets point, List<Exemplar> exemplars) {
        return point.exemplars().equals(exemplars)
                ? point
                : new Buckets(
                        point.head(),
                        point.count(),
                        point.sum(),
                        point.min(),
                        point.max(),
                        point.counts(),
                        point.bounds(),
                        exemplars);
    }

    /** Those that were taken after a time. */
    public static List<Exemplar> since(List<Exemplar> exemplars, long epochNanos) {
        return exemplars.stream()
                .filter(exemplar -> exemplar.epochNanos() > epochNanos)
                .toList();
    }
}
