/**
 * Reads and writes OTLP, for the components that speak it.
 *
 * <p>{@link io.borescope.otlp.OtlpSignal} turns the requests of one signal, as {@link io.borescope.otlp.Encoding} says, into batches of
 * {@link io.borescope.api.otel} and back, and answers likewise. What comes from the network is held against {@link
 * io.borescope.otlp.OtlpLimits} before objects are made of it. {@link io.borescope.otlp.DataPoints} turns metrics in columns into data
 * points. Beneath, {@code CommonReader} and {@code CommonWriter} know what signals share, a reader and a writer per signal the rest.
 *
 * <p>The classes of protobuf stay in here. Everything is stateless and safe for any number of threads.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP specification</a>
 */
@NullMarked
package io.borescope.otlp;

import org.jspecify.annotations.NullMarked;
