package io.borescope.engine.runtime;

import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.time.EngineClock;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.ComponentStatus;
import io.borescope.engine.runtime.telemetry.EngineMetric;
import io.borescope.engine.runtime.telemetry.FigureCollector;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.LossReason;
import io.borescope.engine.runtime.telemetry.MeterRegistry;
import io.borescope.engine.runtime.telemetry.MetricReading;
import io.borescope.engine.runtime.telemetry.ProcessFigures;
import io.borescope.engine.runtime.telemetry.Reloads;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what the agent's parts have counted. Nothing is counted here. Thread-safe. */
final class EngineFigures implements AgentFigures {
    /** The engine's figure among those that the components' meters keep. */
    static final String RESTARTS = "restarts";

    private static final double NANOS_PER_SECOND = 1e9;

    /** Losses before the queue; what is lost for another reason was queued before. */
    private static final Set<String> ENQUEUE_FAILURES =
            Set.of(LossReason.QUEUE_FULL.label(), LossReason.STORAGE_FAILED.label());

    private final Graph graph;
    private final MeterRegistry meters;
    private final EngineClock clock;
    private final Supplier<String> configHash;
    private final Supplier<OptionalLong> startNanos;
    private final Reloads reloads;
    private final long createdNanos;

    /**
     * @param configHash of what the agent runs
     * @param startNanos how long the start took, once it has ended
     */
    EngineFigures(
            Graph graph,
            MeterRegistry meters,
            EngineClock clock,
            Supplier<String> configHash,
            Supplier<OptionalLong> startNanos,
            Reloads reloads) {
        this.graph = graph;
        this.meters = meters;
        this.clock = clock;
        this.configHash = configHash;
        this.startNanos = startNanos;
        this.reloads = reloads;
        this.createdNanos = clock.monotonicNanos();
    }

    @Override
    public List<FigureFamily> read() {
        FigureCollector figures = new FigureCollector();
        addAgent(figures);
        graph.receivers().forEach(receiver -> addReceiver(figures, receiver));
        graph.pipelines().stream().filter(Pipeline::isConfigured).forEach(pipeline -> addPipeline(figures, pipeline));
        graph.exporters().forEach(exporter -> exporter.addFigures(figures));
        graph.ledger().forEach(line -> addLedger(figures, line));
        graph.status().forEach(status -> addStatus(figures, status));
        meters.read().forEach(reading -> addMeter(figures, reading));
        ProcessFigures.addTo(figures);
        return figures.families();
    }

    private void addAgent(FigureCollector figures) {
        String version = EngineFigures.class.getPackage().getImplementationVersion();
        figures.add(
                EngineMetric.BUILD,
                1,
                Objects.requireNonNullElse(version, "development build"),
                Runtime.version().toString(),
                System.getProperty("os.version"));
        String hash = configHash.get();
        if (!hash.isEmpty()) {
            figures.add(EngineMetric.CONFIG, 1, hash);
        }
        reloads.addTo(figures);
        startNanos.get().ifPresent(nanos -> figures.add(EngineMetric.START_DURATION, nanos / NANOS_PER_SECOND));
        figures.add(EngineMetric.CLOCK_STEPS, clock.mapping().generation());
        figures.add(EngineMetric.PROCESS_UPTIME, (clock.monotonicNanos() - createdNanos) / NANOS_PER_SECOND);
    }

    private static void addReceiver(FigureCollector figures, ReceiverHost receiver) {
        String id = receiver.key.id().toString();
        receiver.traffic().forEach((signal, traffic) -> {
            String items = signal.items();
            figures.addItems(
                    EngineMetric.RECEIVER_ACCEPTED_ITEMS,
                    items,
                    traffic.accepted().count().records(),
                    id);
            figures.addItems(
                    EngineMetric.RECEIVER_REFUSED_ITEMS,
                    items,
                    traffic.refused().count().records(),
                    id);
        });
    }

    private static void addPipeline(FigureCollector figures, Pipeline pipeline) {
        for (ProcessorHost processor : pipeline.processors()) {
            LedgerLine line = processor.account.line();
            String id = processor.key.id().toString();
            figures.add(EngineMetric.PROCESSOR_INCOMING_ITEMS, line.in().records(), id, pipeline.id());
            figures.add(EngineMetric.PROCESSOR_OUTGOING_ITEMS, line.out().records(), id, pipeline.id());
        }
        String items = pipeline.output().items();
        pipeline.edges().forEach(edge -> addEdge(figures, edge.line(), items));
    }

    private static void addEdge(FigureCollector figures, LedgerLine line, String items) {
        long notQueued = line.lost().entrySet().stream()
                .filter(loss -> ENQUEUE_FAILURES.contains(loss.getKey()))
                .mapToLong(loss -> loss.getValue().records())
                .sum();
        String[] labels = {line.key().id().toString(), line.key().pipeline()};
        figures.addItems(EngineMetric.EXPORTER_SENT_ITEMS, items, line.out().records(), labels);
        figures.addItems(
                EngineMetric.EXPORTER_SEND_FAILED_ITEMS, items, line.lostInAll().records() - notQueued, labels);
        figures.addItems(EngineMetric.EXPORTER_ENQUEUE_FAILED_ITEMS, items, notQueued, labels);
    }

    private static void addLedger(FigureCollector figures, LedgerLine line) {
        String[] labels = labels(line.key());
        figures.add(EngineMetric.LEDGER_IN_EVENTS, line.in().events(), labels);
        figures.add(EngineMetric.LEDGER_OUT_EVENTS, line.out().events(), labels);
        figures.add(EngineMetric.LEDGER_HELD_EVENTS, line.held().events(), labels);
        if (line.key().kind() == ComponentKind.EXPORTER) {
            figures.add(EngineMetric.LEDGER_RECOVERED_EVENTS, line.recovered().events(), labels);
        }
        line.lost()
                .forEach((reason, count) -> figures.add(
                        EngineMetric.LEDGER_LOST_EVENTS, count.events(), labels[0], labels[1], labels[2], reason));
    }

    private static void addStatus(FigureCollector figures, ComponentStatus status) {
        figures.add(EngineMetric.COMPONENT_UP, status.state() == State.OK ? 1 : 0, labels(status.key()));
    }

    private static void addMeter(FigureCollector figures, MetricReading reading) {
        if (reading.name().equals(RESTARTS)) {
            figures.add(EngineMetric.COMPONENT_RESTARTS, reading.value(), labels(reading.key()));
        } else {
            figures.addOwn(reading);
        }
    }

    private static String[] labels(ComponentKey key) {
        return new String[] {key.kind().label(), key.id().toString(), key.pipeline()};
    }
}
