/**
 * Keeps a share of traces and log records, the same in all agents, and writes down which share it was.
 *
 * <p>{@link io.borescope.processor.probabilisticsampler.ProbabilisticSampler} goes through batches. {@link
 * io.borescope.processor.probabilisticsampler.SpanChoice} and {@link io.borescope.processor.probabilisticsampler.LogChoice} know where their
 * records keep their {@link io.borescope.processor.probabilisticsampler.Marks}: in {@link
 * io.borescope.processor.probabilisticsampler.TraceState}, or in attributes. {@link io.borescope.processor.probabilisticsampler.Choice} decides
 * for both, by comparing randomness, that of the trace or a {@link io.borescope.processor.probabilisticsampler.TraceHash}, with a {@link
 * io.borescope.processor.probabilisticsampler.Threshold}.
 */
@NullMarked
package io.borescope.processor.probabilisticsampler;

import org.jspecify.annotations.NullMarked;
