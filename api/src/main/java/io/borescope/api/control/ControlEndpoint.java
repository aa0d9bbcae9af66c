package io.borescope.api.control;

import io.borescope.api.config.HostPort;
import io.borescope.api.config.Secret;
import java.util.Optional;

/**
 * Where a running agent can be looked into over HTTP. The configuration of an extension that listens there says so by this interface, and
 * {@code borescope tap --config} finds it.
 */
public interface ControlEndpoint {
    /** Where it is unless somebody says otherwise: the port of the Collector's zpages. */
    HostPort DEFAULT = new HostPort("127.0.0.1", 55679);

    /** Where it listens. */
    HostPort endpoint();

    /** What callers must know, sent as {@code Authorization: Bearer}. */
    Optional<Secret> credential();
}
