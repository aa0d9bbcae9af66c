package io.borescope.extension.observoorcompat;

import io.borescope.api.telemetry.Figure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A value of one of Observoor's metrics. */
sealed interface Sample {
    /** Its labels, by name. */
    Map<String, String> labels();

    /** A number. */
    record Single(Map<String, String> labels, double value) implements Sample {}

    /** A histogram of ours, whose bounds hold all that are Observoor's. */
    record Buckets(Map<String, String> labels, Figure.Distribution figure) implements Sample {}

    /** The one value of a metric without labels. */
    static List<Sample> one(double value) {
        return List.of(new Single(Map.of(), value));
    }

    /** A value for each set of labels. */
    static List<Sample> labelled(Map<Map<String, String>, Double> values) {
        return values.entrySet().stream()
                .<Sample>map(entry -> new Single(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Histograms, with one of their labels under another name. */
    static List<Sample> distributions(Stream<Figure> figures, String label, String as) {
        return figures.filter(Figure.Distribution.class::isInstance)
                .map(Figure.Distribution.class::cast)
                .<Sample>map(figure -> new Buckets(Map.of(as, figure.labels().getOrDefault(label, "")), figure))
                .toList();
    }

    /** The first of some histograms, with other labels: what has one set of labels can be there once only. */
    static List<Sample> distributions(Stream<Figure> figures, Map<String, String> labels) {
        return figures.filter(Figure.Distribution.class::isInstance)
                .map(Figure.Distribution.class::cast)
                .<Sample>map(figure -> new Buckets(labels, figure))
                .limit(1)
                .toList();
    }
}
