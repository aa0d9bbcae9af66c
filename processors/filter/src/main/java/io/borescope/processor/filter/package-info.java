/**
 * Leaves spans, log records, metrics, data points and rows out.
 *
 * <p>{@link io.borescope.processor.filter.Rules} says what is kept, by properties that the library of attributes compares, and by conditions
 * that {@link io.borescope.processor.filter.ConditionParser} reads: a part of the Collector's language, whose {@link
 * io.borescope.processor.filter.Paths} name what a {@link io.borescope.processor.filter.Subject} says. {@link
 * io.borescope.processor.filter.RecordFilter} and {@link io.borescope.processor.filter.RowFilter} go through batches.
 */
@NullMarked
package io.borescope.processor.filter;

import org.jspecify.annotations.NullMarked;
