/**
 * What the programs in the kernel cost the processes that run into them: {@link io.borescope.benchmarks.cost.ProbeCosts} makes the table
 * of docs/probe-costs.md; {@code benchmarks/cost.sh} compiles what it needs and runs it.
 *
 * <p>{@link io.borescope.benchmarks.cost.Load} is the work, a program in C; {@link io.borescope.benchmarks.cost.Agent} and {@link
 * io.borescope.benchmarks.cost.Textbook} are what is attached meanwhile; {@link io.borescope.benchmarks.cost.Comparison} lets the work run with and
 * without; {@link io.borescope.benchmarks.cost.RunStatistics} is what the kernel says of each program.
 */
@NullMarked
package io.borescope.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
