package io.borescope.processor.metricstransform;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import java.util.List;

/** Batches that differ from others in something. */
final class Rows {
    private Rows() {}

    static MetricBatch with(MetricBatch batch, MetricDescriptor descriptor, List<Column> columns) {
        return new MetricBatch(
                batch.id(),
                batch.resource(),
                descriptor,
                batch.window(),
                batch.madeEpochNanos(),
                columns,
                batch.eventCount(),
                batch.lostEvents());
    }

    static MetricBatch with(MetricBatch batch, Resource resource) {
        return new MetricBatch(
                batch.id(),
                resource,
                batch.descriptor(),
                batch.window(),
                batch.madeEpochNanos(),
                batch.columns(),
                batch.eventCount(),
                batch.lostEvents());
    }

    /** A copy, which answers for no events: the batch it was made of does. */
    static MetricBatch copy(MetricBatch batch) {
        return new MetricBatch(
                batch.id(),
                batch.resource(),
                batch.descriptor(),
                batch.window(),
                batch.madeEpochNanos(),
                batch.columns(),
                0,
                0);
    }

    /** The same with an identity of its own. */
    static MetricBatch with(MetricBatch batch, BatchId id) {
        return new MetricBatch(
                id,
                batch.resource(),
                batch.descriptor(),
                batch.window(),
                batch.madeEpochNanos(),
                batch.columns(),
                batch.eventCount(),
                batch.lostEvents());
    }

    static MetricDescriptor named(MetricDescriptor old, String name) {
        return new MetricDescriptor(
                name,
                old.description(),
                old.kind(),
                old.unit(),
                old.temporality(),
                old.attributes(),
                old.values(),
                old.bounds());
    }

    static MetricDescriptor with(MetricDescriptor old, List<ColumnSpec> attributes, List<ColumnSpec> values) {
        return new MetricDescriptor(
                old.name(),
                old.description(),
                old.kind(),
                old.unit(),
                old.temporality(),
                attributes,
                values,
                old.bounds());
    }

    static MetricDescriptor measured(MetricDescriptor old, String unit, List<ColumnSpec> values, List<Long> bounds) {
        return new MetricDescriptor(
                old.name(), old.description(), old.kind(), unit, old.temporality(), old.attributes(), values, bounds);
    }
}
