/**
 * Accumulates deltas: each point that goes on covers everything since its stream began.
 *
 * <p>{@link io.borescope.processor.deltatocumulative.Streams} remembers the streams and judges by their times what a report means; {@link
 * io.borescope.processor.deltatocumulative.PointAccumulator} puts data points through it, {@link
 * io.borescope.processor.deltatocumulative.RowAccumulator} rows in columns.
 */
@NullMarked
package io.borescope.processor.deltatocumulative;

import org.jspecify.annotations.NullMarked;
