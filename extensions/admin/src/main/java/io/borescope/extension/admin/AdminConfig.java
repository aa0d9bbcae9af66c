package io.borescope.extension.admin;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.control.ControlEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What users configure. */
public record AdminConfig(
        @Doc("Where to listen. Other hosts get in only with a token.")
        HostPort endpoint,

        @Doc(
                "What callers must know; a browser asks for it as the password. Without one only this host gets in, with all its users.")
        @Nullable
        Secret token)
        implements ComponentConfig, ControlEndpoint {
    private static final int SHORTEST_TOKEN = 16;

    public AdminConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT);
    }

    @Override
    public void validate(Problems problems) {
        if (token == null && !endpoint.isLoopback()) {
            problems.add(
                    "endpoint",
                    "%s lets other hosts see all data and change the agent. Set token, or listen at 127.0.0.1:%d.",
                    endpoint,
                    endpoint.port());
        }
        if (token != null && token.reveal().length() < SHORTEST_TOKEN) {
            problems.add(
                    "token",
                    "has less than %d characters, so it can be guessed. \"openssl rand -hex 16\" makes a good one.",
                    SHORTEST_TOKEN);
        }
    }

    @Override
    public Optional<Secret> credential() {
        return Optional.ofNullable(token);
    }
}
