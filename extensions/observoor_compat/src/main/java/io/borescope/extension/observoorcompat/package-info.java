/**
 * Stands in for Observoor: its 37 metrics, {@code /healthz} and its other paths.
 *
 * <p>{@link io.borescope.extension.observoorcompat.ObservoorCompatFactory} makes the extension {@code ObservoorCompat}, an HTTP server.
 * {@code ObservoorMetric} has a line for each metric that says which of the agent's figures it is, {@code FiguresNow} finds those, and {@code
 * MetricsPage} writes the result in the text format of Prometheus.
 */
@NullMarked
package io.borescope.extension.observoorcompat;

import org.jspecify.annotations.NullMarked;
