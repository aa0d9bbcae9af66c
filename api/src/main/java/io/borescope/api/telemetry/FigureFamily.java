package io.borescope.api.telemetry;

import java.util.List;

/**
 * A metric about the agent, with all its figures.
 *
 * @param name in snake_case, without unit suffixes: {@code borescope_exporter_queue_size}
 * @param kind what all its figures are
 * @param unit in UCUM
 * @param description a sentence
 * @param level from which level on it is shown
 * @param figures each with other labels
 */
public record FigureFamily(
        String name, Kind kind, String unit, String description, FigureLevel level, List<Figure> figures) {
    public FigureFamily {
        figures = List.copyOf(figures);
    }

    /** What figures mean. */
    public enum Kind {
        /** Only grows, from 0 at the start of the agent. */
        COUNTER,
        /** A value as it is now. */
        GAUGE,
        /** {@link Figure.Distribution}s that only grow. */
        HISTOGRAM
    }
}
