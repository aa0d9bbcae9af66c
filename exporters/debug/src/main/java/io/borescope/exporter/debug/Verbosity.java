package io.borescope.exporter.debug;

/** How much is printed. */
public enum Verbosity {
    /** A line per window, or per batch of other signals. */
    BASIC,
    /** A table per window with a row per process and metric, or per batch with a row per record. */
    NORMAL,
    /** Everything that is said of a row or record, and who made the batch. */
    DETAILED
}
