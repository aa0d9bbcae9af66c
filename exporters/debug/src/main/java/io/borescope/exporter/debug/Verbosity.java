package io.borescope.exporter.debug;

/** How much is printed. */
public enum Verbosity {
    /** A line per window. */
    BASIC,
    /** A table per window with a row per process and metric. */
    NORMAL,
    /** Every column of every row as it is, and who made the batch. */
    DETAILED
}
