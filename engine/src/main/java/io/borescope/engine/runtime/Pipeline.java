package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plan.PlannedProcessor;
import io.borescope.engine.runtime.FlowAccount.Reading;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.engine.runtime.telemetry.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline: receivers flow through {@link Inlet}s into the first processor, the last processor into the {@link FanOut}. What it is made of
 * may change while its gate is shut; the places and accounts of what once belonged to it stay.
 */
final class Pipeline {
    private final String id;
    private final Environment environment;
    private final Gate gate = Gate.serial();
    private final PipelineTimers timers;
    private final Tally entered = new Tally();
    private final WatermarkMerge watermarks = new WatermarkMerge();
    private final FanOut end;
    private final Tap input = new Tap();
    private final Map<ReceiverHost, Inlet> inlets = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<ComponentId, ProcessorHost> places = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<ComponentId, FlowAccount> flows = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile @Nullable PlannedPipeline planned;
    private volatile List<ProcessorHost> processors = List.of();
    private volatile BatchConsumer<Batch> head;
    private volatile List<GraphTaps.Place> taps = List.of();
    private volatile boolean promised = true;

    Pipeline(String id, Environment environment) {
        this.id = id;
        this.environment = environment;
        this.timers = new PipelineTimers(id, gate);
        this.end = new FanOut(id, this::hasPromised);
        this.head = end;
    }

    String id() {
        return id;
    }

    /** Whether it is part of the configuration. */
    boolean isConfigured() {
        return planned != null;
    }

    /** What its receivers hand on; only asked for while it is part of the configuration. */
    Signal<?> input() {
        return planned().input();
    }

    /** What its exporters take; only asked for while it is part of the configuration. */
    Signal<?> output() {
        return planned().output();
    }

    private PlannedPipeline planned() {
        return Objects.requireNonNull(planned, "part of the configuration");
    }

    /** The accounts of the exporters that belong here. */
    List<Account> edges() {
        return List.copyOf(flows.values()).stream()
                .filter(FlowAccount::belongs)
                .map(FlowAccount::account)
                .toList();
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

    /** Carries a batch through to its end. Called inside the gate. */
    void carry(Batch batch) {
        input.show(batch);
        head.consume(batch);
    }

    /** Where one may look at what passes, in order of flow. */
    List<GraphTaps.Place> taps() {
        return taps;
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

    /** Whether any of its exporters would take a batch now. */
    boolean hasRoom() {
        return end.hasRoom();
    }

    /** Whether what comes in has come to the exporters, or was left out, when {@link #carry} returns. */
    boolean passesOn() {
        return processors.stream().noneMatch(ProcessorHost::holds);
    }

    /**
     * A batch comes in. Called inside the gate.
     *
     * @param room whether its sender asked for room, and there was some: then what processors make of it is to be taken later, though the queues may
     *     be full by then
     */
    void promise(boolean room) {
        promised = room && (promised || isEmpty());
    }

    /** Whether processors hold data, all of which came in while there was room. That is little, as it stops growing when the queues are full. */
    private boolean hasPromised() {
        return promised && !passesOn();
    }

    private boolean isEmpty() {
        return processors.stream()
                .allMatch(processor -> processor.account.line().held().events() == 0);
    }

    /** In order of flow. */
    List<ProcessorHost> processors() {
        return processors;
    }

    /** Whether it is what a plan says and everything in it runs so. */
    boolean runsAs(PlannedPipeline plan) {
        return plan.equals(planned) && plan.processors().stream().allMatch(this::runsAs);
    }

    private boolean runsAs(PlannedProcessor plan) {
        ProcessorHost place = places.get(plan.component().id());
        return place != null && place.runsAs(plan);
    }

    /** The way in from a receiver. */
    Inlet inlet(ReceiverHost receiver) {
        return inlets.computeIfAbsent(receiver, _ -> new Inlet(this));
    }

    /** The way out to an exporter. */
    Edge edge(ExporterHost exporter) {
        return flow(exporter.key.id()).edge(exporter.delivery());
    }

    private FlowAccount flow(ComponentId exporter) {
        return flows.computeIfAbsent(exporter, _ -> new FlowAccount(exporter, id));
    }

    /** Closes the processors that a plan does not hold so, in order of flow: what they hold goes on to the next. Called while nobody is inside. */
    void closeAllBut(List<PlannedProcessor> plan) {
        for (ProcessorHost processor : processors) {
            if (processor.isRunning() && plan.stream().noneMatch(processor::runsAs)) {
                processor.close();
            }
        }
    }

    /**
     * Puts together what a plan says; what is new is not started yet. Called while nobody is inside.
     *
     * @param receivers those the plan names, in its order
     * @param exporters those the plan names, in its order
     */
    void arrange(PlannedPipeline plan, List<ReceiverHost> receivers, List<ExporterHost> exporters) {
        planned = plan;
        gate.serial(!isStateless(plan));
        lead(plan.processors(), exporters);
        taps = places(plan);
        receivers.forEach(this::inlet);
        inlets.forEach((receiver, inlet) -> inlet.connected(receivers.contains(receiver)));
        receivers.stream().filter(ReceiverHost::hasGivenUp).map(this::inlet).forEach(Inlet::release);
    }

    /** Takes everything out. Called while nobody is inside. */
    void clear() {
        planned = null;
        taps = List.of();
        lead(List.of(), List.of());
        inlets.values().forEach(inlet -> inlet.connected(false));
        close();
    }

    private void lead(List<PlannedProcessor> through, List<ExporterHost> to) {
        Reading now = reading();
        List<ComponentId> ids = to.stream().map(exporter -> exporter.key.id()).toList();
        ids.forEach(exporter -> flow(exporter).join(now));
        flows.forEach((exporter, flow) -> {
            if (!ids.contains(exporter)) {
                flow.leave(now);
            }
        });
        end.leadTo(to.stream()
                .map(exporter ->
                        new FanOut.Exit(edge(exporter), flow(exporter.key.id()).tap()))
                .toList());
        processors = chain(through);
        head = processors.isEmpty() ? end : processors.getFirst();
    }

    private List<GraphTaps.Place> places(PlannedPipeline plan) {
        List<GraphTaps.Place> edges = new ArrayList<>();
        edges.add(new GraphTaps.Place(new PipelineTaps.Edge(id, PipelineTaps.Place.INPUT, "", plan.input()), input));
        for (ProcessorHost processor : processors) {
            Signal<?> out = processor.planned().path().out();
            edges.add(place(PipelineTaps.Place.PROCESSOR, processor.key.id(), out, processor.tap()));
        }
        for (ComponentId exporter : plan.exporters()) {
            edges.add(place(
                    PipelineTaps.Place.EXPORTER,
                    exporter,
                    plan.output(),
                    flow(exporter).tap()));
        }
        return List.copyOf(edges);
    }

    private GraphTaps.Place place(PipelineTaps.Place place, ComponentId component, Signal<?> signal, Tap tap) {
        return new GraphTaps.Place(
                new PipelineTaps.Edge(id + "/" + component, place, component.toString(), signal), tap);
    }

    private List<ProcessorHost> chain(List<PlannedProcessor> plan) {
        List<ProcessorHost> hosts = new ArrayList<>();
        BatchConsumer<Batch> next = end;
        for (PlannedProcessor processor : plan.reversed()) {
            ProcessorHost host = place(processor.component().id());
            host.plan(processor);
            host.leadTo(next);
            hosts.addFirst(host);
            next = host;
        }
        return List.copyOf(hosts);
    }

    private ProcessorHost place(ComponentId processor) {
        return places.computeIfAbsent(processor, _ -> new ProcessorHost(processor, id, gate, timers, end, environment));
    }

    /** Ends what the pipeline has beside its components. */
    void close() {
        timers.close();
    }

    /** The accounts of processors and edges, in order of flow, then of those that once belonged here. */
    List<LedgerLine> ledger() {
        List<ProcessorHost> active = processors;
        List<FlowAccount> ways = List.copyOf(flows.values());
        Stream<Account> current = Stream.concat(
                active.stream().map(host -> host.account),
                ways.stream().filter(FlowAccount::belongs).map(FlowAccount::account));
        Stream<Account> former = Stream.concat(
                List.copyOf(places.values()).stream()
                        .filter(host -> !active.contains(host))
                        .map(host -> host.account),
                ways.stream().filter(flow -> !flow.belongs()).map(FlowAccount::account));
        return Stream.concat(current, former).map(Account::line).toList();
    }

    /** One for each exporter that belongs here or once did. */
    List<Flow> flows() {
        Reading now = reading();
        return List.copyOf(flows.values()).stream().map(flow -> flow.flow(now)).toList();
    }

    private Reading reading() {
        long settled = entered.count().events();
        long held = 0;
        SortedMap<String, Long> lost = new TreeMap<>();
        for (ReceiverHost receiver : List.copyOf(inlets.keySet())) {
            LedgerLine line = receiver.account.line();
            settled += line.lostInAll().events();
            held += line.held().events();
            addLost(lost, line);
        }
        for (ProcessorHost processor : List.copyOf(places.values())) {
            LedgerLine line = processor.account.line();
            settled -= line.held().events();
            held += line.held().events();
            addLost(lost, line);
        }
        return new Reading(settled, held, lost);
    }

    private static void addLost(SortedMap<String, Long> sums, LedgerLine line) {
        line.lost().forEach((reason, count) -> sums.merge(reason, count.events(), Long::sum));
    }

    private static boolean isStateless(PlannedPipeline planned) {
        return planned.processors().stream()
                .allMatch(processor -> processor.component().factory().stateless());
    }
}
