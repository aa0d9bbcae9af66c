/**
 * The test kit for component authors.
 *
 * <p>{@link io.borescope.testing.TestSettings} stands in for the engine: a clock and timers that a test turns by hand ({@link
 * io.borescope.testing.HandClock}), duty cycles that a test cranks itself, and a ledger that can be read. {@link
 * io.borescope.testing.EventRecords} writes kernel events into memory, {@link io.borescope.testing.OtelRecords} and {@link
 * io.borescope.testing.MetricRows} make batches of all other signals, {@link io.borescope.testing.Collected} keeps what a component hands
 * on.
 *
 * <p>What the engine relies on is checked by {@link io.borescope.testing.ComponentContract} (life cycle, leaks), {@link
 * io.borescope.testing.OwnershipContract} (whose a batch is, and how long), {@link io.borescope.testing.ConfigContract} (keys and problems) and {@link
 * io.borescope.testing.CheckContract} (checks of {@code borescope doctor}).
 *
 * <p>{@link io.borescope.testing.Workload} does
 * what a test can count, and {@link io.borescope.testing.Imitation} looks like somebody else's program. {@link
 * io.borescope.testing.TestBeaconNode} is a beacon node that fails as it is told, {@link io.borescope.testing.TestCertificate} makes any
 * server one that speaks https, and {@link io.borescope.testing.BreakingProxy} stands before it and breaks connections. {@link
 * io.borescope.testing.Mutator} makes the bad input for fuzzing.
 */
@NullMarked
package io.borescope.testing;

import org.jspecify.annotations.NullMarked;
