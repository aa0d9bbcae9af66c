/**
 * Keeps a share of traces and log records, the same in all agents with one seed: {@link
 * io.borescope.processor.probabilisticsampler.Choice} decides by a {@link io.borescope.processor.probabilisticsampler.TraceHash} of what
 * belongs together, {@link io.borescope.processor.probabilisticsampler.ProbabilisticSampler} goes through batches.
 */
@NullMarked
package io.borescope.processor.probabilisticsampler;

import org.jspecify.annotations.NullMarked;
