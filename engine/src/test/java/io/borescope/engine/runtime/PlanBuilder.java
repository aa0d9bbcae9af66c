package io.borescope.engine.runtime;

import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plan.PlannedProcessor;
import io.borescope.engine.plan.TelemetryPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Plans for tests. Each component has a type of its own name. */
final class PlanBuilder {
    private final List<PlannedComponent<ExtensionFactory<?>>> extensions = new ArrayList<>();
    private final List<PlannedComponent<ReceiverFactory<?>>> receivers = new ArrayList<>();
    private final List<PlannedExporter> exporters = new ArrayList<>();
    private final List<PlannedPipeline> pipelines = new ArrayList<>();
    private final Map<String, PlannedProcessor> processors = new HashMap<>();
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private TelemetryPlan telemetry = TelemetryPlan.OFF;

    PlanBuilder shutdownTimeout(Duration timeout) {
        shutdownTimeout = timeout;
        return this;
    }

    PlanBuilder telemetry(TelemetryPlan plan) {
        telemetry = plan;
        return this;
    }

    PlanBuilder extension(String id, Function<ExtensionSettings, Extension> maker) {
        extensions.add(new PlannedComponent<>(ComponentId.parse(id), Parts.extension(maker), new Parts.NoConfig()));
        return this;
    }

    PlanBuilder receiver(String id, BiFunction<ReceiverSettings, Outputs, Receiver> maker) {
        receivers.add(new PlannedComponent<>(ComponentId.parse(id), Parts.receiver(maker), new Parts.NoConfig()));
        return this;
    }

    PlanBuilder exporter(String id, DeliveryConfig delivery, Function<ExporterSettings, Exporter> maker) {
        exporters.add(new PlannedExporter(
                new PlannedComponent<>(ComponentId.parse(id), Parts.exporter(maker), new Parts.NoConfig()), delivery));
        return this;
    }

    /** A processor with state, to be named by pipelines. */
    PlanBuilder processor(String id, SignalPath path, BiFunction<ProcessorSettings, Outputs, Processor<?>> maker) {
        return processor(id, path, false, maker);
    }

    PlanBuilder processor(
            String id, SignalPath path, boolean stateless, BiFunction<ProcessorSettings, Outputs, Processor<?>> maker) {
        ProcessorFactory<?> factory = Parts.processor(path, stateless, maker);
        processors.put(
                id,
                new PlannedProcessor(
                        new PlannedComponent<>(ComponentId.parse(id), factory, new Parts.NoConfig()), path));
        return this;
    }

    PlanBuilder pipeline(String id, Signal<?> input, List<String> from, List<String> through, List<String> to) {
        pipelines.add(new PlannedPipeline(
                id,
                input,
                from.stream().map(ComponentId::parse).toList(),
                through.stream().map(processors::get).toList(),
                to.stream().map(ComponentId::parse).toList()));
        return this;
    }

    AgentPlan build() {
        return new AgentPlan(Resource.EMPTY, telemetry, shutdownTimeout, extensions, receivers, exporters, pipelines);
    }
}
