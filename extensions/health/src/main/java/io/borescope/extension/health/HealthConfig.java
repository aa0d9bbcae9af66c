package io.borescope.extension.health;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import java.util.Set;

/** What users configure. */
public record HealthConfig(
        @Doc("Where to listen.") HostPort endpoint,

        @Doc("Where the Collector's answer is: whether the agent is ready.")
        String path,

        @Doc("What that answer says instead of the usual JSON.")
        ResponseBody responseBody)
        implements ComponentConfig {
    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 13133);

    public HealthConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT_ENDPOINT);
        path = requireNonNullElse(path, "/");
    }

    @Override
    public void validate(Problems problems) {
        endpoint.warnOfEveryInterface("endpoint", "see how the agent is", problems);
        if (!path.startsWith("/")) {
            problems.add("path", "\"%s\" does not begin with a slash. Write /health, for one.", path);
        } else if (Set.of(Health.LIVE, Health.READY, Health.STATUS).contains(path)) {
            problems.add("path", "%s has an answer of its own. Write another.", path);
        }
    }
}
