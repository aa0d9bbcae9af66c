/**
 * What a component says about itself: {@link io.borescope.api.telemetry.Meter} for its own figures and {@link
 * io.borescope.api.telemetry.Ledger} for what it lost and holds. The engine counts what crosses every edge by itself.
 *
 * <p>And what the engine tells about all of them, as services: {@link io.borescope.api.telemetry.AgentHealth}, {@link
 * io.borescope.api.telemetry.AgentFigures} and, for those who want to see the data itself, {@link io.borescope.api.telemetry.PipelineTaps}.
 */
@NullMarked
package io.borescope.api.telemetry;

import org.jspecify.annotations.NullMarked;
