package io.borescope.engine.runtime;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.StartException;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a graph to what a plan says, and touches only what differs: the first start, a reload, and the way back from one that failed. One use, on
 * one thread.
 *
 * <p>First comes what nobody depends on yet and what is most likely to fail: new extensions and exporters, and exporters whose own configuration
 * differs (data waits in their queues). Then receivers that go or change are closed, and the gates of the pipelines that change are shut, so
 * that nothing flows in them: processors that go or change hand on what they hold, queues and extensions are exchanged, the rest is started from
 * the end to the beginning. Receivers that were left alone wait at the gates meanwhile and lose nothing.
 */
final class GraphChange {
    private static final Logger log = LoggerFactory.getLogger(GraphChange.class);

    /** How long data may wait at the gates for a queue that is exchanged to empty itself. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

    private final Graph graph;
    private final AgentPlan next;
    private final BooleanSupplier closing;
    private final boolean keepsTrying;
    private final BoundedClose closes = new BoundedClose();
    private final SortedSet<ComponentKey> started = new TreeSet<>();
    private final List<PlannedPipeline> changed;

    /** Exporters that get a new queue. */
    private final Set<ComponentId> queued = new HashSet<>();

    /** Those of them whose new queue has to wait until an old one, or the storage under it, was exchanged. */
    private final Set<ComponentId> waiting = new HashSet<>();

    private final long untilNanos;

    /**
     * @param closing whether to stop, because the agent is being closed
     * @param keepsTrying whether what cannot start is tried again later, instead of ending the change
     */
    GraphChange(Graph graph, AgentPlan next, BooleanSupplier closing, boolean keepsTrying) {
        this.graph = graph;
        this.next = next;
        this.closing = closing;
        this.keepsTrying = keepsTrying;
        this.untilNanos =
                System.nanoTime() + next.shutdownTimeout().dividedBy(2).toNanos();
        for (PlannedExporter exporter : next.exporters()) {
            sort(exporter);
        }
        this.changed = next.pipelines().stream().filter(this::differs).toList();
    }

    /**
     * Makes the change.
     *
     * @throws StartException naming what cannot start or close; the graph is somewhere between then
     */
    void make() throws StartException {
        startAdditions();
        closeReceivers();
        List<ExporterHost> gone = goneExporters();
        List<Pipeline> shut = shutGates();
        try {
            exchange(gone);
        } finally {
            shut.reversed().forEach(pipeline -> pipeline.gate().reopen());
        }
        close(gone);
        startReceivers();
    }

    /** What was started. */
    SortedSet<ComponentKey> started() {
        return started;
    }

    // ---- what differs

    private boolean differs(PlannedPipeline pipeline) {
        return !graph.pipeline(pipeline.id()).runsAs(pipeline)
                || pipeline.exporters().stream().anyMatch(queued::contains);
    }

    private void sort(PlannedExporter exporter) {
        ExporterHost host = graph.exporter(exporter.component().id());
        DeliveryConfig.SendingQueue queue = exporter.delivery().sendingQueue();
        boolean storageChanges = queue.storage() != null && !runs(queue.storage());
        boolean isKeptOtherwise = host.delivers() && !host.delivery().queues(queue);
        if (!host.delivers() || isKeptOtherwise || storageChanges) {
            queued.add(host.key.id());
        }
        if (isKeptOtherwise || storageChanges) {
            waiting.add(host.key.id());
        }
    }

    /** Whether an extension runs as it shall. */
    private boolean runs(String extension) {
        return next.extensions().stream()
                .filter(each -> each.id().toString().equals(extension))
                .anyMatch(each -> graph.extension(each.id()).runsAs(each));
    }

    private List<ExporterHost> goneExporters() {
        Set<ComponentId> wanted =
                next.exporters().stream().map(each -> each.component().id()).collect(Collectors.toSet());
        return graph.exporters().stream()
                .filter(host -> host.delivers() && !wanted.contains(host.key.id()))
                .toList();
    }

    // ---- what nobody depends on yet

    private void startAdditions() throws StartException {
        for (var extension : next.extensions()) {
            ExtensionHost host = graph.extension(extension.id());
            if (!host.isRunning()) {
                start(host, extension);
            }
        }
        for (PlannedExporter exporter : next.exporters()) {
            ExporterHost host = graph.exporter(exporter.component().id());
            if (!waiting.contains(host.key.id())) {
                bring(host, exporter);
            }
        }
    }

    /** A queue that there is goes on, and holds what comes meanwhile. */
    private void bring(ExporterHost host, PlannedExporter exporter) throws StartException {
        if (host.delivers()) {
            host.delivery().retryAs(exporter.delivery());
        }
        if (host.runsAs(exporter)) {
            host.plan(exporter);
        } else {
            closes.close(host, untilNanos);
            start(host, exporter);
        }
        if (!host.delivers()) {
            host.renewDelivery();
            startDelivery(host);
        }
    }

    /** The ways into the queue are there first: what is found on disk is booked on them. */
    private void startDelivery(ExporterHost host) throws StartException {
        for (PlannedPipeline pipeline : next.pipelines()) {
            if (pipeline.exporters().contains(host.key.id())) {
                graph.pipeline(pipeline.id()).edge(host);
            }
        }
        try {
            host.startDelivery(openStorage(host));
        } catch (StartException failure) {
            if (!keepsTrying) {
                throw failure;
            }
            log.error("{}: its queue cannot be opened again: {}", host.key, failure.getMessage());
            host.status.permanent("its queue cannot be opened: " + failure.getMessage());
        }
    }

    private @Nullable RecordStore openStorage(ExporterHost exporter) throws StartException {
        String id = exporter.storage();
        if (id == null) {
            return null;
        }
        Optional<ExtensionHost> storage = graph.extensions().stream()
                .filter(host -> host.key.id().toString().equals(id) && host.current() != null)
                .findFirst();
        if (storage.isEmpty()) {
            throw new StartException(exporter.key + ": its storage " + id + " does not run");
        }
        try {
            return storage.get().storage().open("exporter/" + exporter.key.id());
        } catch (StorageException failure) {
            throw new StartException(exporter.key + ": " + failure.getMessage(), failure);
        }
    }

    // ---- receivers

    private void closeReceivers() throws StartException {
        for (ReceiverHost host : graph.receivers().reversed()) {
            if (host.isRunning() && next.receivers().stream().noneMatch(each -> goesOn(host, each))) {
                closes.close(host, untilNanos);
            }
        }
        refuseUnlessClosed();
    }

    /** A receiver learns only at its making which signals are wanted. */
    private boolean goesOn(ReceiverHost host, PlannedComponent<ReceiverFactory<?>> receiver) {
        Set<?> wanted = next.pipelines().stream()
                .filter(pipeline -> pipeline.receivers().contains(host.key.id()))
                .map(PlannedPipeline::input)
                .collect(Collectors.toSet());
        return host.runsAs(receiver) && wanted.equals(host.signals());
    }

    private void startReceivers() throws StartException {
        for (var receiver : next.receivers()) {
            ReceiverHost host = graph.receiver(receiver.id());
            host.connect(next.pipelines().stream()
                    .filter(pipeline -> pipeline.receivers().contains(receiver.id()))
                    .map(pipeline -> graph.pipeline(pipeline.id()).inlet(host))
                    .toList());
        }
        for (var receiver : next.receivers()) {
            ReceiverHost host = graph.receiver(receiver.id());
            if (!host.isRunning()) {
                start(host, receiver);
            }
        }
    }

    // ---- what happens while nothing flows in the pipelines that change

    private List<Pipeline> shutGates() throws StartException {
        List<Pipeline> shut = new ArrayList<>();
        for (Pipeline pipeline : graph.pipelines()) {
            if (isTouched(pipeline)) {
                try {
                    if (!pipeline.gate().shut(untilNanos)) {
                        throw new StartException(
                                "pipeline " + pipeline.id()
                                        + " is held up by an exporter that does not take its data, so it cannot be changed now");
                    }
                } catch (StartException | InterruptedException failure) {
                    shut.reversed().forEach(each -> each.gate().reopen());
                    throw failure instanceof StartException known ? known : interrupted(failure);
                }
                shut.add(pipeline);
            }
        }
        return shut;
    }

    private boolean isTouched(Pipeline pipeline) {
        return plan(pipeline).map(changed::contains).orElse(true);
    }

    private Optional<PlannedPipeline> plan(Pipeline pipeline) {
        return next.pipelines().stream()
                .filter(each -> each.id().equals(pipeline.id()))
                .findFirst();
    }

    private void exchange(List<ExporterHost> gone) throws StartException {
        for (Pipeline pipeline : graph.pipelines()) {
            if (isTouched(pipeline)) {
                pipeline.closeAllBut(
                        plan(pipeline).map(PlannedPipeline::processors).orElse(List.of()));
            }
        }
        closeQueues();
        closeExtensions(gone);
        for (var extension : next.extensions()) {
            ExtensionHost host = graph.extension(extension.id());
            if (!host.isRunning()) {
                start(host, extension);
            }
        }
        startQueues();
        arrange();
    }

    private void closeQueues() {
        long drainUntil = Math.min(untilNanos, System.nanoTime() + LONGEST_DRAIN.toNanos());
        List<ExporterHost> hosts = waiting.stream()
                .map(graph::exporter)
                .filter(ExporterHost::delivers)
                .toList();
        hosts.forEach(host -> host.delivery().drain(drainUntil));
        hosts.forEach(host -> host.closeDelivery(drainUntil));
        hosts.forEach(ExporterHost::removeDelivery);
    }

    /** What exporters that go have on disk is closed before its storage is. */
    private void closeExtensions(List<ExporterHost> gone) throws StartException {
        List<ExtensionHost> leaving = graph.extensions().reversed().stream()
                .filter(host -> host.isRunning() && next.extensions().stream().noneMatch(host::runsAs))
                .toList();
        Set<String> ids = leaving.stream().map(host -> host.key.id().toString()).collect(Collectors.toSet());
        close(gone.stream()
                .filter(host -> ids.contains(Objects.requireNonNullElse(host.storage(), "")))
                .toList());
        leaving.forEach(host -> closes.close(host, untilNanos));
        refuseUnlessClosed();
    }

    private void startQueues() throws StartException {
        for (PlannedExporter exporter : next.exporters()) {
            ExporterHost host = graph.exporter(exporter.component().id());
            if (waiting.contains(host.key.id())) {
                bring(host, exporter);
            }
        }
    }

    private void arrange() throws StartException {
        graph.plan(next);
        for (Pipeline pipeline : graph.pipelines()) {
            if (plan(pipeline).isEmpty()) {
                pipeline.clear();
            }
        }
        for (PlannedPipeline plan : changed) {
            graph.pipeline(plan.id())
                    .arrange(
                            plan,
                            plan.receivers().stream().map(graph::receiver).toList(),
                            plan.exporters().stream().map(graph::exporter).toList());
        }
        for (PlannedPipeline plan : changed) {
            for (ProcessorHost processor :
                    graph.pipeline(plan.id()).processors().reversed()) {
                if (!processor.isRunning()) {
                    start(processor, processor.planned());
                }
            }
        }
    }

    // ---- the rest

    /** Delivers what their queues hold first. Does nothing to those that are closed. */
    private void close(List<ExporterHost> exporters) {
        List<ExporterHost> running =
                exporters.stream().filter(ExporterHost::delivers).toList();
        running.forEach(host -> host.delivery().drain(untilNanos));
        running.forEach(host -> host.closeDelivery(untilNanos));
        running.forEach(ExporterHost::removeDelivery);
        running.forEach(host -> closes.close(host, untilNanos));
    }

    private <P> void start(ComponentHost<?, P> host, P plan) throws StartException {
        if (closing.getAsBoolean()) {
            throw new StartException(host.key + ": not started, because the agent is being closed");
        }
        host.plan(plan);
        started.add(host.key);
        try {
            host.start();
        } catch (StartException failure) {
            if (!keepsTrying) {
                throw failure;
            }
            host.startLater(failure);
        }
    }

    private void refuseUnlessClosed() throws StartException {
        if (!closes.failures().isEmpty() && !keepsTrying) {
            StartException failure =
                    new StartException(closes.failures().getFirst().toString());
            closes.failures().forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private static StartException interrupted(Exception why) {
        Thread.currentThread().interrupt();
        return new StartException("interrupted", why);
    }
}
