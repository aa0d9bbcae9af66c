/**
 * Sends metrics, log records and spans over OTLP/HTTP.
 *
 * <p>{@link io.borescope.exporter.otlphttp.OtlpHttpExporter} hands the batches of an export to the outbox of the OTLP library, which makes
 * requests of them; {@code HttpSender} sends one and says what the answer means.
 */
@NullMarked
package io.borescope.exporter.otlphttp;

import org.jspecify.annotations.NullMarked;
