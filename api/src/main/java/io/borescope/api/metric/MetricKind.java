package io.borescope.api.metric;

/** What the figures of a metric mean. More may join: a switch over it needs a default. */
public enum MetricKind {
    /** Something that adds up: columns {@code sum} and {@code count}. */
    SUM,
    /** Observations of a level: columns {@code sum}, {@code count}, {@code min}, {@code max}. */
    GAUGE,
    /** A distribution: columns {@code sum}, {@code count}, {@code min}, {@code max} and {@code histogram}. */
    HISTOGRAM,
    /** Figures side by side, in columns of its own: a state read at one moment, or several views of one window. */
    SNAPSHOT
}
