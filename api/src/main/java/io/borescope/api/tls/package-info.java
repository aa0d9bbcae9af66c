/**
 * Encrypted connections: {@link io.borescope.api.tls.TlsConfig} is the group of keys {@code tls} of components that connect to others, {@link
 * io.borescope.api.tls.PemFiles} reads the files for both sides.
 */
@NullMarked
package io.borescope.api.tls;

import org.jspecify.annotations.NullMarked;
