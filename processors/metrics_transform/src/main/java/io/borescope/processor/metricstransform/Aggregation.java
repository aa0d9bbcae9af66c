package io.borescope.processor.metricstransform;

/** What becomes of figures of data points that have become the same. */
public enum Aggregation {
    SUM,
    MEAN,
    MIN,
    MAX,
    COUNT,
    MEDIAN
}
