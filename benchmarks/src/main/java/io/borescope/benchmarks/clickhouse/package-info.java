/**
 * What it costs to bring rows of a kernel metric into ClickHouse, by our exporter and by the ways that the official Java client has.
 *
 * <p>{@link io.borescope.benchmarks.clickhouse.InsertComparison} lets each {@link io.borescope.benchmarks.clickhouse.InsertPath} write the same
 * {@link io.borescope.benchmarks.clickhouse.LatencyRows} into the same table of a real engine, checks that the engine then holds the same, and prints
 * ratios. {@code benchmarks/clickhouse.sh} starts it.
 */
@NullMarked
package io.borescope.benchmarks.clickhouse;

import org.jspecify.annotations.NullMarked;
