package io.borescope.engine.runtime.telemetry;

import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.telemetry.FigureFamily.Kind;
import io.borescope.api.telemetry.FigureLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers the figures of one reading. What a component says is bounded: series per metric, and the length of labels. Used by one thread. */
public final class FigureCollector {
    /** As many as the OpenTelemetry SDK allows an instrument. */
    static final int MAX_FIGURES = 2_000;

    static final int MAX_LABEL_LENGTH = 256;

    private final Map<String, Family> families = new TreeMap<>();
    private long leftOut;

    /**
     * Adds an integer.
     *
     * @param values of the metric's labels, in their order; empty ones are left out
     */
    public void add(EngineMetric metric, long value, String... values) {
        add(metric, new Figure.Whole(labels(metric, values), value));
    }

    /** Adds a number with decimals. */
    public void add(EngineMetric metric, double value, String... values) {
        add(metric, new Figure.Real(labels(metric, values), value));
    }

    /** Adds a histogram. */
    public void add(EngineMetric metric, Histogram histogram, String... values) {
        add(
                metric,
                new Figure.Distribution(
                        labels(metric, values), histogram.bounds(), histogram.counts(), histogram.sum()));
    }

    /** Adds a count of records of one signal. */
    public void addItems(EngineMetric metric, String items, long value, String... values) {
        family(metric, metric.metricName(items)).add(new Figure.Whole(labels(metric, values), value));
    }

    /** Adds what a component counts by itself. */
    public void addOwn(MetricReading reading) {
        ComponentKey key = reading.key();
        String kind = key.kind().label();
        SortedMap<String, String> labels = new TreeMap<>();
        reading.labels().forEach((label, value) -> labels.put(label, cut(value)));
        labels.put(kind, key.id().toString());
        if (!key.pipeline().isEmpty()) {
            labels.put("pipeline", key.pipeline());
        }
        String name = EngineMetric.PREFIX + kind + "_" + key.id().type() + "_" + reading.name();
        families.computeIfAbsent(
                        name,
                        _ -> new Family(
                                name,
                                reading.monotonic() ? Kind.COUNTER : Kind.GAUGE,
                                reading.unit(),
                                reading.description(),
                                FigureLevel.NORMAL))
                .add(new Figure.Whole(labels, reading.value()));
    }

    /** All that was added, sorted by name. */
    public List<FigureFamily> families() {
        add(EngineMetric.TELEMETRY_FIGURES_LEFT_OUT, leftOut);
        return families.values().stream().map(Family::finish).toList();
    }

    private void add(EngineMetric metric, Figure figure) {
        family(metric, metric.metricName()).add(figure);
    }

    private Family family(EngineMetric metric, String name) {
        return families.computeIfAbsent(
                name, _ -> new Family(name, metric.kind(), metric.unit(), metric.description(), metric.level()));
    }

    private static SortedMap<String, String> labels(EngineMetric metric, String... values) {
        if (values.length != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                labels.put(metric.labels().get(i), cut(values[i]));
            }
        }
        return labels;
    }

    private static String cut(String value) {
        return value.length() <= MAX_LABEL_LENGTH ? value : value.substring(0, MAX_LABEL_LENGTH);
    }

    /** One with the same name but other labels replaces nothing: each set of labels is there once, the first. */
    private final class Family {
        private final String name;
        private final Kind kind;
        private final String unit;
        private final String description;
        private final FigureLevel level;
        private final Map<SortedMap<String, String>, Figure> figures = new LinkedHashMap<>();

        Family(String name, Kind kind, String unit, String description, FigureLevel level) {
            this.name = name;
            this.kind = kind;
            this.unit = unit;
            this.description = description;
            this.level = level;
        }

        void add(Figure figure) {
            if (figures.size() < MAX_FIGURES) {
                figures.putIfAbsent(figure.labels(), figure);
            } else {
                leftOut++;
            }
        }

        FigureFamily finish() {
            return new FigureFamily(name, kind, unit, description, level, new ArrayList<>(figures.values()));
        }
    }
}
