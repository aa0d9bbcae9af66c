/**
 * Folds windowed events into metrics.
 *
 * <p>{@link io.borescope.processor.aggregate.MetricRules} is the table that says which event feeds which metrics; a metric joins by a row
 * there, whose {@link io.borescope.processor.aggregate.MetricRule.Source}s name {@link io.borescope.processor.aggregate.Field}s, {@link
 * io.borescope.processor.aggregate.Condition}s and {@link io.borescope.processor.aggregate.Dimension}s. {@link io.borescope.processor.aggregate.Aggregate} follows the table for every event of a batch and adds to the {@link
 * io.borescope.processor.aggregate.RowTable} of the event's window, a flat hash table of integers that knows nothing of processes or
 * names. At a window's end {@link io.borescope.processor.aggregate.WindowReport} puts names to the numbers, merges rows that turn out to
 * be of one process, and makes one batch per metric.
 */
@NullMarked
package io.borescope.processor.aggregate;

import org.jspecify.annotations.NullMarked;
