/**
 * Encrypted connections: {@link io.borescope.api.tls.TlsConfig} is the group of keys {@code tls} of components that connect to others, {@link
 * io.borescope.api.tls.ServerTlsConfig} that of components which others connect to. Both say who the agent is ({@link
 * io.borescope.api.tls.TlsIdentity}) and what may be agreed on ({@link io.borescope.api.tls.TlsParameters}), and make a context of it, which holds
 * whoever uses it to that.
 */
@NullMarked
package io.borescope.api.tls;

import org.jspecify.annotations.NullMarked;
