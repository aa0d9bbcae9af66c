package io.borescope.engine.config;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.engine.config.Node.Entry;
import io.borescope.engine.config.SignalChain.Fit;
import io.borescope.engine.config.SignalChain.Link;
import io.borescope.engine.config.SignalChain.Mismatch;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plan.PlannedProcessor;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Plans one pipeline after the other: resolves its references and checks its chain of signals. */
final class PipelinePlanner {
    private final ComponentCatalog catalog;
    private final Report report;
    private final References references;
    private final Map<String, Configured<ReceiverFactory<?>>> receivers;
    private final Map<String, Configured<ProcessorFactory<?>>> processors;
    private final Map<String, Configured<ExporterFactory<?>>> exporters;

    PipelinePlanner(
            ComponentCatalog catalog,
            Report report,
            References references,
            Map<String, Configured<ReceiverFactory<?>>> receivers,
            Map<String, Configured<ProcessorFactory<?>>> processors,
            Map<String, Configured<ExporterFactory<?>>> exporters) {
        this.catalog = catalog;
        this.report = report;
        this.references = references;
        this.receivers = receivers;
        this.processors = processors;
        this.exporters = exporters;
    }

    /** The plan of a pipeline, or nothing if it or one of its components has problems. */
    Optional<PlannedPipeline> plan(String id, Entry entry) {
        String path = Paths.child("service.pipelines", id);
        Node node = entry.value();
        int before = report.problemCount();
        if (id.isBlank()) {
            report.problem(entry.keyMark(), path, "a pipeline needs an id that is not blank.");
        }
        PipelineConfig config = new Binder(report).bind(node, PipelineConfig.class, Set.of(), path);
        if (config == null) {
            return Optional.empty();
        }
        requireSome(config.receivers(), FactoryKind.RECEIVER, entry, path);
        requireSome(config.exporters(), FactoryKind.EXPORTER, entry, path);
        var usedReceivers = resolve(FactoryKind.RECEIVER, receivers, config.receivers(), node, path);
        var usedProcessors = resolve(FactoryKind.PROCESSOR, processors, config.processors(), node, path);
        var usedExporters = resolve(FactoryKind.EXPORTER, exporters, config.exporters(), node, path);
        boolean allResolved = report.problemCount() == before
                && areKnown(usedReceivers)
                && areKnown(usedProcessors)
                && areKnown(usedExporters);
        return allResolved ? chain(id, entry, path, usedReceivers, usedProcessors, usedExporters) : Optional.empty();
    }

    private void requireSome(List<String> ids, FactoryKind<?> kind, Entry entry, String path) {
        if (ids.isEmpty()) {
            report.problem(entry.keyMark(), path, "has no %s. Name at least one.".formatted(kind.plural()));
        }
    }

    private <F extends ComponentFactory<?>> List<Configured<F>> resolve(
            FactoryKind<F> kind, Map<String, Configured<F>> configured, List<String> ids, Node node, String path) {
        return references.resolve(kind, configured, ids, node, path, kind.plural());
    }

    private static <F extends ComponentFactory<?>> boolean areKnown(List<Configured<F>> components) {
        return components.stream().allMatch(component -> component.factory() != null);
    }

    private Optional<PlannedPipeline> chain(
            String id,
            Entry entry,
            String path,
            List<Configured<ReceiverFactory<?>>> usedReceivers,
            List<Configured<ProcessorFactory<?>>> usedProcessors,
            List<Configured<ExporterFactory<?>>> usedExporters) {
        SignalChain.Result result =
                new SignalChain(catalog, links(usedReceivers), links(usedProcessors), links(usedExporters)).check(id);
        result.mismatch().ifPresent(mismatch -> reportMismatch(mismatch, entry, path, usedProcessors.size()));
        return result.fit()
                .filter(_ -> areBound(usedProcessors))
                .map(fit -> new PlannedPipeline(
                        id, fit.input(), ids(usedReceivers), planned(usedProcessors, fit), ids(usedExporters)));
    }

    private void reportMismatch(Mismatch mismatch, Entry entry, String path, int processorCount) {
        if (mismatch.depth() < 0) {
            report.problem(entry.keyMark(), path, mismatch.message());
            return;
        }
        boolean isProcessor = mismatch.depth() < processorCount;
        String key = isProcessor
                ? Paths.item("processors", mismatch.depth())
                : Paths.item("exporters", mismatch.depth() - processorCount);
        report.problem(Location.find(entry.value(), key), Paths.child(path, key), mismatch.message());
    }

    private static <F extends ComponentFactory<?>> List<Link<F>> links(List<Configured<F>> components) {
        return components.stream()
                .map(component ->
                        new Link<>(Objects.requireNonNull(component.id()), Objects.requireNonNull(component.factory())))
                .toList();
    }

    private static <F extends ComponentFactory<?>> boolean areBound(List<Configured<F>> components) {
        return components.stream().allMatch(component -> component.config() != null);
    }

    private static <F extends ComponentFactory<?>> List<ComponentId> ids(List<Configured<F>> components) {
        return components.stream()
                .map(component -> Objects.requireNonNull(component.id()))
                .toList();
    }

    private static List<PlannedProcessor> planned(List<Configured<ProcessorFactory<?>>> processors, Fit fit) {
        List<PlannedProcessor> planned = new ArrayList<>();
        for (int i = 0; i < processors.size(); i++) {
            planned.add(new PlannedProcessor(
                    Planner.planned(processors.get(i)), fit.paths().get(i)));
        }
        return planned;
    }
}
