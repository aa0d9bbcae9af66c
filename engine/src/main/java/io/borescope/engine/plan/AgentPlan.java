package io.borescope.engine.plan;

import io.borescope.api.Resource;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ReceiverFactory;
import java.time.Duration;
import java.util.List;

/**
 * A whole agent to be built.
 *
 * @param resource of every batch made here
 * @param telemetry about the agent itself
 * @param shutdownTimeout longest time that closing may wait for queues to drain
 * @param extensions in order of start
 * @param receivers those that at least one pipeline names, each once
 * @param exporters those that at least one pipeline names, each once
 * @param pipelines in the order of the configuration
 */
public record AgentPlan(
        Resource resource,
        TelemetryPlan telemetry,
        Duration shutdownTimeout,
        List<PlannedComponent<ExtensionFactory<?>>> extensions,
        List<PlannedComponent<ReceiverFactory<?>>> receivers,
        List<PlannedExporter> exporters,
        List<PlannedPipeline> pipelines) {
    public AgentPlan {
        extensions = List.copyOf(extensions);
        receivers = List.copyOf(receivers);
        exporters = List.copyOf(exporters);
        pipelines = List.copyOf(pipelines);
    }
}
