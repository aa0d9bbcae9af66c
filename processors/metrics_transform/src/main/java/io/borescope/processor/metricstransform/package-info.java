/**
 * Changes metrics: their names, labels, units and how many points they have.
 *
 * <p>{@link io.borescope.processor.metricstransform.Selection} says which metrics and points a transform is about. {@link
 * io.borescope.processor.metricstransform.PointTransforms} does what becomes of metrics as a whole, {@link
 * io.borescope.processor.metricstransform.PointOperations} what is done to their points, through {@link
 * io.borescope.processor.metricstransform.LabelChange}, {@link io.borescope.processor.metricstransform.PointMerge} and {@link
 * io.borescope.processor.metricstransform.PointScale}. {@link io.borescope.processor.metricstransform.RowTransforms} does the same for rows in
 * columns.
 */
@NullMarked
package io.borescope.processor.metricstransform;

import org.jspecify.annotations.NullMarked;
