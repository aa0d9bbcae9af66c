/**
 * Spans, log records and data points, as OpenTelemetry models them.
 *
 * <p>Three signals share one shape: an {@link io.borescope.api.otel.OtelBatch} has {@linkplain io.borescope.api.otel.Group groups} of records
 * of one resource and scope. Everything is immutable and nothing is left out that OTLP carries, so that a gateway hands on what it got.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/">OpenTelemetry specification</a>
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto">OTLP, whose field names these records follow</a>
 */
@NullMarked
package io.borescope.api.otel;

import org.jspecify.annotations.NullMarked;
