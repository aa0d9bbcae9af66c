/**
 * How a component says what users can configure: a record that implements {@link io.borescope.api.config.ComponentConfig}, its
 * components documented with {@link io.borescope.api.config.Doc}.
 *
 * <p>Keys are the record's component names in snake_case; {@code default_} is the key {@code default}. The engine binds these types: {@code boolean}, {@code int}, {@code long},
 * {@code double} and their boxes, {@link java.lang.String}, enums (lower case), {@link java.time.Duration} ({@code 200ms}), {@link
 * io.borescope.api.config.ByteSize} ({@code 4MiB}), {@link io.borescope.api.config.Secret}, {@link java.net.URI}, {@link
 * java.nio.file.Path}, {@link io.borescope.api.otel.Value} (a number or a boolean unless in quotes), nested records, and {@link
 * java.util.List}, {@link java.util.Set} and {@link java.util.Map} (by text) of these.
 *
 * <p>A key that is left out arrives as {@code null} (0 and false for primitives) and the compact constructor puts the default in, so a key
 * with a default is declared with a box. Two types need no default: a collection that is left out arrives empty, and a nested record that
 * is left out arrives as if it had been written {@code {}}. Where absence itself means something, annotate the component with {@link
 * org.jspecify.annotations.Nullable}: then it arrives as {@code null} and stays so. A nested record whose key is written without a value,
 * {@code grpc:}, is there, with defaults. A nested record whose keys stand beside the others instead is marked {@link
 * io.borescope.api.config.Unwrapped}.
 */
@NullMarked
package io.borescope.api.config;

import org.jspecify.annotations.NullMarked;
