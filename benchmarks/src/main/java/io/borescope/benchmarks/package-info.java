/**
 * What the hot path costs, measured with JMH.
 *
 * <p>{@link io.borescope.benchmarks.AggregateBenchmark} folds a batch into an open window; {@link
 * io.borescope.benchmarks.WindowedChainBenchmark} puts {@code slot_window} in front of it. Both read {@link
 * io.borescope.benchmarks.RandomEvents}. Figures and their history are in docs/performance.md.
 */
@NullMarked
package io.borescope.benchmarks;

import org.jspecify.annotations.NullMarked;
