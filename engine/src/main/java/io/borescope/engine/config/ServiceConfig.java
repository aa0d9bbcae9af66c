package io.borescope.engine.config;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.Resource;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code service} part of a configuration without its pipelines: who the agent is and how it runs. */
record ServiceConfig(
        @Doc("Name of this agent instance. Default: the host's name.") @Nullable
        String instance,

        @Doc("Name of the network that the observed services are in.") @Nullable
        String network,

        @Doc("Further attributes of everything the agent sends.")
        Map<String, String> resource,

        @Doc("Extensions to start, in this order.") List<String> extensions,

        @Doc("Longest time that closing waits for queues to drain.")
        Duration shutdownTimeout,

        @Doc("The agent's own telemetry.") Telemetry telemetry)
        implements ComponentConfig {
    /** The agent's own telemetry. */
    record Telemetry(
            @Doc("The agent's own log.") LogsConfig logs,
            @Doc("The agent's own figures.") OwnMetrics metrics) {}

    /** The agent's own figures, which are always kept. */
    record OwnMetrics(
            @Doc(
                    "Of the Collector: none, basic, normal or detailed. Has no effect: the agent always counts everything.")
            @Nullable
            Level level) {
        enum Level {
            NONE,
            BASIC,
            NORMAL,
            DETAILED
        }
    }

    ServiceConfig {
        shutdownTimeout = requireNonNullElse(shutdownTimeout, Duration.ofSeconds(30));
    }

    @Override
    public void validate(Problems problems) {
        refuse(problems, Resource.INSTANCE_NAME, "instance");
        refuse(problems, Resource.NETWORK_NAME, "network");
    }

    private void refuse(Problems problems, String attribute, String key) {
        if (resource.containsKey(attribute)) {
            problems.add("resource." + attribute, "belongs to another key. Set service.%s.", key);
        }
    }
}
