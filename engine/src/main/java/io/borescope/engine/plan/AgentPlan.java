package io.borescope.engine.plan;

import io.borescope.api.Resource;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ReceiverFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /** All components in the order of the flow of data, extensions first. A processor that stands in several pipelines is there once. */
    public List<PlannedComponent<?>> components() {
        Stream<PlannedComponent<?>> processors = pipelines.stream()
                .flatMap(pipeline -> pipeline.processors().stream())
                .map(PlannedProcessor::component);
        Map<String, PlannedComponent<?>> once = new LinkedHashMap<>();
        Stream.of(
                        extensions.stream(),
                        receivers.stream(),
                        processors,
                        exporters.stream().map(PlannedExporter::component))
                .flatMap(components -> components)
                .forEach(component ->
                        once.putIfAbsent(component.factory().getClass() + " " + component.id(), component));
        return List.copyOf(once.values());
    }
}
