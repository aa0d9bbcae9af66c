/**
 * What components that speak HTTP have in common, so that the same keys mean the same everywhere.
 *
 * <p>Of clients: {@link io.borescope.api.http.HttpChecks} checks addresses and headers, {@link io.borescope.api.http.HttpTransport} sends an
 * exporter's requests, {@link io.borescope.api.http.HttpMessages} says what went wrong, and {@link io.borescope.api.http.ResponseStart} and
 * {@link io.borescope.api.http.RetryAfter} read answers. Of servers: {@link io.borescope.api.http.PageServer} answers with {@link
 * io.borescope.api.http.Page}s.
 */
@NullMarked
package io.borescope.api.http;

import org.jspecify.annotations.NullMarked;
