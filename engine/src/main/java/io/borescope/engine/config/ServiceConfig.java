package io.borescope.engine.config;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.Resource;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.engine.plan.TelemetryPlan;
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

            @Doc("The agent's own metrics.") @Nullable MetricsConfig metrics,

            @Doc(
                    "Attributes of the agent's own telemetry beside service.name, service.version, service.instance.id and those of service.resource. Empty text takes one of them away.")
            Map<String, String> resource) {}

    ServiceConfig {
        shutdownTimeout = requireNonNullElse(shutdownTimeout, Duration.ofSeconds(30));
    }

    @Override
    public void validate(Problems problems) {
        refuse(problems, Resource.INSTANCE_NAME, "instance");
        refuse(problems, Resource.NETWORK_NAME, "network");
        if (telemetry.metrics() != null) {
            telemetry.metrics().validate(problems.within("telemetry.metrics"));
        }
    }

    /**
     * What the agent shows of itself.
     *
     * @param configHash the same for equal configurations
     */
    TelemetryPlan telemetryPlan(String configHash) {
        MetricsConfig metrics = telemetry.metrics();
        return metrics == null || metrics.level() == FigureLevel.NONE
                ? TelemetryPlan.OFF
                : new TelemetryPlan(metrics.level(), metrics.plan(), telemetry.resource(), configHash);
    }

    private void refuse(Problems problems, String attribute, String key) {
        if (resource.containsKey(attribute)) {
            problems.add("resource." + attribute, "belongs to another key. Set service.%s.", key);
        }
    }
}
