/**
 * Joins small batches, so that backends get few large requests.
 *
 * <p>{@link io.borescope.processor.batch.Batcher} adds the groups of each batch to those that are {@linkplain
 * io.borescope.processor.batch.Waiting waiting} and hands on the oldest when they are many enough or a timer fires. A {@link
 * io.borescope.processor.batch.Unit} says how records are counted and cut, which is different for metrics with several data points.
 */
@NullMarked
package io.borescope.processor.batch;

import org.jspecify.annotations.NullMarked;
