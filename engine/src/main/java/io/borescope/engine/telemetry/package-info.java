/**
 * Shows the agent's figures to others, by the OpenTelemetry Java SDK.
 *
 * <p>{@link io.borescope.engine.telemetry.SelfTelemetry} opens a reader of the SDK for each that is configured: a page for Prometheus, or a
 * push over OTLP. Whenever a reader looks, {@link io.borescope.engine.telemetry.FigureProducer} asks {@link
 * io.borescope.api.telemetry.AgentFigures} and hands the figures over as they are, as {@link io.borescope.engine.telemetry.FigureMetric}s. So
 * the SDK keeps no sums of its own, nothing of it is on the way of data, and without readers no class of it is loaded.
 */
@NullMarked
package io.borescope.engine.telemetry;

import org.jspecify.annotations.NullMarked;
