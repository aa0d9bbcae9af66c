/**
 * What a component says about itself: {@link io.borescope.api.telemetry.Meter} for its own figures and {@link
 * io.borescope.api.telemetry.Ledger} for what it lost and holds. The engine counts what crosses every edge by itself.
 *
 * <p>And what the engine tells about all of them, as services: {@link io.borescope.api.telemetry.AgentHealth} and {@link
 * io.borescope.api.telemetry.AgentFigures}.
 */
@NullMarked
package io.borescope.api.telemetry;

import org.jspecify.annotations.NullMarked;
