/**
 * Metrics in columns.
 *
 * <p>A {@link io.borescope.api.metric.MetricBatch} is one metric of one window: rows that share a {@link
 * io.borescope.api.metric.MetricDescriptor} and lie in {@link io.borescope.api.metric.Column columns}. It is owned and immutable, made once
 * and shared by all exporters. {@link io.borescope.api.metric.MetricBatchFormat} is its binary form, used by disk queues.
 */
@NullMarked
package io.borescope.api.metric;

import org.jspecify.annotations.NullMarked;
