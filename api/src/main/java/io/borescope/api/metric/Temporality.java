package io.borescope.api.metric;

/** What the figures of a row cover. */
public enum Temporality {
    /** The batch's window alone. */
    DELTA,
    /** Everything since the start of what is measured. */
    CUMULATIVE,
    /** One moment. */
    INSTANT
}
