/**
 * Sends metrics, log records and spans over OTLP/gRPC.
 *
 * <p>{@link io.borescope.exporter.otlp.OtlpExporter} puts the batches of an export together to requests and sends one after the other;
 * {@code GrpcSender} has the connection; {@code Failures} says what an answer means.
 */
@NullMarked
package io.borescope.exporter.otlp;

import org.jspecify.annotations.NullMarked;
