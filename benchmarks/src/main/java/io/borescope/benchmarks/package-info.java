/**
 * What the hot path costs, measured with JMH.
 *
 * <p>{@link io.borescope.benchmarks.AggregateBenchmark} folds a batch into an open window; {@link
 * io.borescope.benchmarks.WindowedChainBenchmark} puts {@code slot_window} in front of it, and {@link
 * io.borescope.benchmarks.ChainBenchmark} is everything from a ring's bytes to metrics, which {@link
 * io.borescope.benchmarks.ChainComparison} puts beside the same in C. All read {@link
 * io.borescope.benchmarks.RandomEvents}. {@link io.borescope.benchmarks.ProcessSnapshotsBenchmark} reads real processes. Figures and their
 * history are in docs/performance.md and on the pages of the components.
 */
@NullMarked
package io.borescope.benchmarks;

import org.jspecify.annotations.NullMarked;
