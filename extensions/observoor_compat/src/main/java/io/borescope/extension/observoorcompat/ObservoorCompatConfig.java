package io.borescope.extension.observoorcompat;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;

/** What users configure. */
public record ObservoorCompatConfig(@Doc("Where to listen.") HostPort endpoint) implements ComponentConfig {
    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 9090);

    public ObservoorCompatConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT_ENDPOINT);
    }

    @Override
    public void validate(Problems problems) {
        endpoint.warnOfEveryInterface("endpoint", "read the agent's metrics", problems);
    }
}
