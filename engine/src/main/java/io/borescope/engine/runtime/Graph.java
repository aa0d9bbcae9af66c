package io.borescope.engine.runtime;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.StartException;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageExtension;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.Summary;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The places of all components and how they are joined. Immutable once built; nothing is open. */
final class Graph {
    private final List<ExtensionHost> extensions;
    private final Map<ComponentId, ReceiverHost> receivers = new LinkedHashMap<>();
    private final Map<ComponentId, ExporterHost> exporters = new LinkedHashMap<>();
    private final List<Pipeline> pipelines = new ArrayList<>();

    Graph(AgentPlan plan, Environment environment) {
        extensions = plan.extensions().stream()
                .map(planned -> new ExtensionHost(planned, environment))
                .toList();
        plan.exporters()
                .forEach(planned -> exporters.put(planned.component().id(), new ExporterHost(planned, environment)));
        plan.receivers().forEach(planned -> receivers.put(planned.id(), new ReceiverHost(planned, environment)));
        for (PlannedPipeline planned : plan.pipelines()) {
            Pipeline pipeline = new Pipeline(
                    planned, find(planned.receivers(), receivers), find(planned.exporters(), exporters), environment);
            pipeline.connect();
            pipelines.add(pipeline);
        }
    }

    List<ExtensionHost> extensions() {
        return extensions;
    }

    List<ReceiverHost> receivers() {
        return List.copyOf(receivers.values());
    }

    List<ExporterHost> exporters() {
        return List.copyOf(exporters.values());
    }

    List<Pipeline> pipelines() {
        return pipelines;
    }

    /**
     * Opens what keeps the queue of an exporter on disk, or returns null if it is in memory. The extension has been started.
     *
     * @throws StartException naming the exporter
     */
    @Nullable
    RecordStore openStorage(ExporterHost exporter) throws StartException {
        String id = exporter.storage();
        if (id == null) {
            return null;
        }
        StorageExtension storage = extensions.stream()
                .filter(host -> host.key.id().toString().equals(id))
                .map(ExtensionHost::storage)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the plan names " + id + " but does not hold it"));
        try {
            return storage.open("exporter/" + exporter.key.id());
        } catch (StorageException failure) {
            throw new StartException(exporter.key + ": " + failure.getMessage(), failure);
        }
    }

    /** Every component, kind by kind in the order of flow. */
    Stream<ComponentHost<?>> hosts() {
        return Stream.<Stream<? extends ComponentHost<?>>>of(
                        extensions.stream(),
                        receivers.values().stream(),
                        pipelines.stream().flatMap(pipeline -> pipeline.processors().stream()),
                        exporters.values().stream())
                .flatMap(hosts -> hosts);
    }

    /** The accounts of receivers, processors and edges, in the order of flow; of other components only where there is something to say. */
    List<LedgerLine> ledger() {
        List<LedgerLine> lines = new ArrayList<>();
        extensions.forEach(host -> addUnlessEmpty(lines, host.account));
        receivers.values().forEach(host -> lines.add(host.account.line()));
        for (Pipeline pipeline : pipelines) {
            pipeline.processors().forEach(host -> lines.add(host.account.line()));
            pipeline.edges().values().forEach(edge -> lines.add(edge.account().line()));
        }
        exporters.values().forEach(host -> addUnlessEmpty(lines, host.account));
        return lines;
    }

    Summary summary() {
        long seen = receivers.values().stream()
                .mapToLong(host -> host.account.line().in().events())
                .sum();
        List<Flow> flows = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            pipeline.edges().forEach((exporter, edge) -> flows.add(flow(pipeline, exporter, edge)));
        }
        return new Summary(seen, flows);
    }

    private static Flow flow(Pipeline pipeline, ComponentId exporter, Edge edge) {
        long seen = pipeline.entered().count().events();
        long held = 0;
        SortedMap<String, Long> lost = new TreeMap<>();
        for (ReceiverHost receiver : pipeline.receivers()) {
            LedgerLine line = receiver.account.line();
            seen += line.lostInAll().events() + line.held().events();
            held += line.held().events();
            addLost(lost, line);
        }
        for (ProcessorHost processor : pipeline.processors()) {
            LedgerLine line = processor.account.line();
            held += line.held().events();
            addLost(lost, line);
        }
        LedgerLine line = edge.account().line();
        addLost(lost, line);
        return new Flow(
                pipeline.id(),
                exporter,
                seen,
                line.recovered().events(),
                line.out().events(),
                held + line.held().events(),
                lost);
    }

    private static void addLost(SortedMap<String, Long> sums, LedgerLine line) {
        line.lost().forEach((reason, count) -> {
            if (count.events() != 0) {
                sums.merge(reason, count.events(), Long::sum);
            }
        });
    }

    private static void addUnlessEmpty(List<LedgerLine> lines, Account account) {
        LedgerLine line = account.line();
        if (!line.held().equals(Count.ZERO) || !line.lost().isEmpty()) {
            lines.add(line);
        }
    }

    private static <T> List<T> find(List<ComponentId> ids, Map<ComponentId, T> hosts) {
        return ids.stream()
                .map(id -> {
                    T host = hosts.get(id);
                    if (host == null) {
                        throw new IllegalArgumentException("the plan names " + id + " but does not hold it");
                    }
                    return host;
                })
                .toList();
    }
}
