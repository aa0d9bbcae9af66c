package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plan.PlannedProcessor;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One running pipeline: receivers flow through {@link Inlet}s into the first processor, the last processor into the {@link FanOut}. */
final class Pipeline {
    private final PlannedPipeline planned;
    private final Gate gate;
    private final PipelineTimers timers;
    private final Tally entered = new Tally();
    private final WatermarkMerge watermarks;
    private final List<ReceiverHost> receivers;
    private final List<ProcessorHost> processors;
    private final Map<ComponentId, Edge> edges = new LinkedHashMap<>();
    private final BatchConsumer<Batch> head;

    /**
     * @param receivers those the plan names, in its order
     * @param exporters those the plan names, in its order
     */
    Pipeline(
            PlannedPipeline planned,
            List<ReceiverHost> receivers,
            List<ExporterHost> exporters,
            Environment environment) {
        this.planned = planned;
        this.receivers = List.copyOf(receivers);
        this.gate = isStateless(planned) ? Gate.concurrent() : Gate.serial();
        this.timers = new PipelineTimers(planned.id(), gate);
        this.watermarks = new WatermarkMerge(receivers.size());
        for (ExporterHost exporter : exporters) {
            ComponentId id = exporter.key.id();
            Account account = new Account(new ComponentKey(ComponentKind.EXPORTER, id, planned.id()));
            edges.put(id, exporter.delivery().edge(account));
        }
        FanOut end = new FanOut(planned.id(), List.copyOf(edges.values()));
        this.processors = chain(end, environment);
        this.head = processors.isEmpty() ? end : processors.getFirst();
    }

    /** Lets the receivers flow in. */
    void connect() {
        for (int i = 0; i < receivers.size(); i++) {
            receivers.get(i).connect(new Inlet(this, i));
        }
    }

    String id() {
        return planned.id();
    }

    Signal<?> input() {
        return planned.input();
    }

    Signal<?> output() {
        return planned.output();
    }

    Gate gate() {
        return gate;
    }

    WatermarkMerge watermarks() {
        return watermarks;
    }

    /** What has come in. */
    Tally entered() {
        return entered;
    }

    /** Where data goes first. */
    BatchConsumer<Batch> head() {
        return head;
    }

    /** The first processor that lets no data in now. */
    Optional<ProcessorHost> refusing() {
        for (ProcessorHost processor : processors) {
            if (!processor.admits()) {
                return Optional.of(processor);
            }
        }
        return Optional.empty();
    }

    List<ReceiverHost> receivers() {
        return receivers;
    }

    /** In order of flow. */
    List<ProcessorHost> processors() {
        return processors;
    }

    /** By exporter, in the order of the configuration. */
    Map<ComponentId, Edge> edges() {
        return edges;
    }

    /** Ends what the pipeline has beside its components. */
    void close() {
        timers.close();
    }

    private List<ProcessorHost> chain(FanOut end, Environment environment) {
        List<ProcessorHost> hosts = new ArrayList<>();
        BatchConsumer<Batch> next = end;
        for (PlannedProcessor processor : planned.processors().reversed()) {
            ProcessorHost host = new ProcessorHost(processor, planned.id(), gate, timers, next, environment);
            hosts.addFirst(host);
            next = host;
        }
        return List.copyOf(hosts);
    }

    private static boolean isStateless(PlannedPipeline planned) {
        return planned.processors().stream()
                .allMatch(processor -> processor.component().factory().stateless());
    }
}
