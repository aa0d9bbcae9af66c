/**
 * Makes deltas of what accumulates: each point that goes on covers what came since the one before.
 *
 * <p>{@link io.borescope.processor.cumulativetodelta.CumulativeToDelta} remembers the last point of each {@link
 * io.borescope.processor.cumulativetodelta.Stream} and judges by times and figures what the next one means; {@link
 * io.borescope.processor.cumulativetodelta.Difference} subtracts.
 */
@NullMarked
package io.borescope.processor.cumulativetodelta;

import org.jspecify.annotations.NullMarked;
