/**
 * What the agent knows about itself: an {@link io.borescope.engine.runtime.telemetry.Account} per component holds the conservation law,
 * {@link io.borescope.engine.runtime.telemetry.StatusEntry} says how a component is, {@link
 * io.borescope.engine.runtime.telemetry.MeterRegistry} keeps the components' own figures.
 *
 * <p>Writers are the runtime and the components; readers get immutable records: {@link
 * io.borescope.engine.runtime.telemetry.LedgerLine}, {@link io.borescope.engine.runtime.telemetry.Summary}, {@link
 * io.borescope.engine.runtime.telemetry.ComponentStatus}, {@link io.borescope.engine.runtime.telemetry.MetricReading}.
 */
@NullMarked
package io.borescope.engine.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
