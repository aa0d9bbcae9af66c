package io.borescope.engine.runtime;

import io.borescope.api.component.ComponentId;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentStatus;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.StatusEntry;
import io.borescope.engine.runtime.telemetry.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The places of all components and how they are joined. A place, once there, stays: a component that leaves the configuration leaves its
 * account, and returns to its place. Changed by {@link GraphChange} alone; may be looked at by any thread meanwhile.
 */
final class Graph {
    private final Environment environment;
    private final Map<ComponentId, ExtensionHost> extensions = places();
    private final Map<ComponentId, ReceiverHost> receivers = places();
    private final Map<ComponentId, ExporterHost> exporters = places();
    private final Map<String, Pipeline> pipelines = places();
    private volatile AgentPlan plan;

    /** Makes the places; nothing is open. */
    Graph(AgentPlan plan, Environment environment) {
        this.plan = plan;
        this.environment = environment;
        plan.extensions().forEach(each -> extension(each.id()));
        plan.exporters().forEach(each -> exporter(each.component().id()));
        plan.receivers().forEach(each -> receiver(each.id()));
        plan.pipelines().forEach(each -> pipeline(each.id()));
    }

    private static <K, V> Map<K, V> places() {
        return Collections.synchronizedMap(new LinkedHashMap<>());
    }

    /** What the graph is, or is becoming. */
    AgentPlan plan() {
        return plan;
    }

    void plan(AgentPlan next) {
        plan = next;
    }

    ExtensionHost extension(ComponentId id) {
        return extensions.computeIfAbsent(id, _ -> new ExtensionHost(id, environment));
    }

    ReceiverHost receiver(ComponentId id) {
        return receivers.computeIfAbsent(id, _ -> new ReceiverHost(id, environment));
    }

    ExporterHost exporter(ComponentId id) {
        return exporters.computeIfAbsent(id, _ -> new ExporterHost(id, environment));
    }

    Pipeline pipeline(String id) {
        return pipelines.computeIfAbsent(id, _ -> new Pipeline(id, environment));
    }

    /** Everywhere where an extension is or once was. */
    List<ExtensionHost> extensions() {
        return List.copyOf(extensions.values());
    }

    /** Everywhere where a receiver is or once was. */
    List<ReceiverHost> receivers() {
        return List.copyOf(receivers.values());
    }

    /** Everywhere where an exporter is or once was. */
    List<ExporterHost> exporters() {
        return List.copyOf(exporters.values());
    }

    /** Those that are and those that once were. */
    List<Pipeline> pipelines() {
        return List.copyOf(pipelines.values());
    }

    /** How every component of the configuration is, kind by kind in the order of flow. */
    List<ComponentStatus> status() {
        return statuses().map(StatusEntry::status).toList();
    }

    /** What was wrong last with those of them that something was wrong with. */
    List<ComponentStatus> latestErrors() {
        return statuses()
                .map(StatusEntry::latestError)
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<StatusEntry> statuses() {
        AgentPlan now = plan;
        return Stream.<Stream<? extends ComponentHost<?, ?>>>of(
                        now.extensions().stream().map(each -> extension(each.id())),
                        now.receivers().stream().map(each -> receiver(each.id())),
                        now.pipelines().stream().flatMap(each -> pipeline(each.id()).processors().stream()),
                        now.exporters().stream()
                                .map(each -> exporter(each.component().id())))
                .flatMap(hosts -> hosts)
                .map(host -> host.status);
    }

    /** The accounts of receivers, processors and edges, in the order of flow; of other components only where there is something to say. */
    List<LedgerLine> ledger() {
        List<LedgerLine> lines = new ArrayList<>();
        extensions().forEach(host -> addUnlessEmpty(lines, host.account));
        inOrder(receivers, now -> now.receivers().stream().map(each -> each.id()))
                .forEach(host -> lines.add(host.account.line()));
        inOrder(pipelines, now -> now.pipelines().stream().map(PlannedPipeline::id))
                .forEach(pipeline -> lines.addAll(pipeline.ledger()));
        exporters().forEach(host -> addUnlessEmpty(lines, host.account));
        return lines;
    }

    Summary summary() {
        long seen = receivers().stream()
                .mapToLong(host -> host.account.line().in().events())
                .sum();
        return new Summary(
                seen,
                inOrder(pipelines, now -> now.pipelines().stream().map(PlannedPipeline::id)).stream()
                        .flatMap(pipeline -> pipeline.flows().stream())
                        .toList());
    }

    /** What is part of the configuration in its order, then what once was. */
    private <K, V> Collection<V> inOrder(Map<K, V> places, Function<AgentPlan, Stream<K>> order) {
        Map<K, V> all;
        synchronized (places) {
            all = new LinkedHashMap<>(places);
        }
        Map<K, V> sorted = new LinkedHashMap<>();
        order.apply(plan).forEach(key -> {
            V place = all.remove(key);
            if (place != null) {
                sorted.put(key, place);
            }
        });
        sorted.putAll(all);
        return sorted.values();
    }

    private static void addUnlessEmpty(List<LedgerLine> lines, Account account) {
        LedgerLine line = account.line();
        if (!line.held().equals(Count.ZERO) || !line.lost().isEmpty()) {
            lines.add(line);
        }
    }
}
