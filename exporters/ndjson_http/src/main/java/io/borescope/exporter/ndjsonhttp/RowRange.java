package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.metric.MetricBatch;

/**
 * Neighbouring rows of one batch.
 *
 * @param from first row
 * @param to first row after them
 */
record RowRange(MetricBatch batch, int from, int to) {}
