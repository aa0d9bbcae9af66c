/**
 * What components that speak HTTP have in common, so that the same keys mean the same everywhere: {@link
 * io.borescope.api.http.HttpChecks} checks addresses and headers, {@link io.borescope.api.http.HttpMessages} says what went wrong, and {@link
 * io.borescope.api.http.ResponseStart} and {@link io.borescope.api.http.RetryAfter} read answers.
 */
@NullMarked
package io.borescope.api.http;

import org.jspecify.annotations.NullMarked;
