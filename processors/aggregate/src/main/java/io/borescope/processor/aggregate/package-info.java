/**
 * Folds windowed events into metrics.
 *
 * <p>{@link io.borescope.processor.aggregate.MetricRules} is the table that says which event feeds which metrics; a metric joins by a row
 * there, whose {@link io.borescope.processor.aggregate.MetricRule.Source}s name {@link io.borescope.processor.aggregate.Field}s, {@link
 * io.borescope.processor.aggregate.Condition}s and {@link io.borescope.processor.aggregate.Dimension}s. {@link
 * io.borescope.processor.aggregate.Aggregate} follows the table, put in order by type of event in {@link
 * io.borescope.processor.aggregate.Folds}, for every event of a batch, and adds to the {@link
 * io.borescope.processor.aggregate.KeyedRows} of the event's window: a {@link io.borescope.processor.aggregate.RowTable}, which is a flat
 * hash table of integers that knows nothing of processes or names, and the limits on what gets into it. {@link
 * io.borescope.processor.aggregate.PartialFold} does the same with what the kernel has added up.
 *
 * <p>At a window's end {@link io.borescope.processor.aggregate.WindowReport} puts names to the numbers: {@link
 * io.borescope.processor.aggregate.IdentifiedRows} has the rows of one process in one place, {@link
 * io.borescope.processor.aggregate.MetricColumns} makes columns of them, and {@link io.borescope.processor.aggregate.Tier} keeps those of
 * metrics that are made for longer windows. CPU time is kept by CPU; {@link io.borescope.processor.aggregate.CpuUtilization} compares the
 * CPUs.
 */
@NullMarked
package io.borescope.processor.aggregate;

import org.jspecify.annotations.NullMarked;
