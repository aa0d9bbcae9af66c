package io.borescope.engine.config;

import io.borescope.api.Resource;
import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.config.ComponentConfig;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a configuration with what the plugins offer and makes the plan, or reports everything that is wrong. Used once.
 *
 * <p>Every component is bound and checked, used or not; only the used ones get into the plan.
 */
final class Planner {
    private static final Set<String> ROOT_KEYS = Stream.concat(
                    FactoryKind.all().stream().map(FactoryKind::plural), Stream.of("service"))
            .collect(Collectors.toCollection(TreeSet::new));

    private static final int HASH_BYTES = 8;

    private final MapNode root;
    private final ComponentCatalog catalog;
    private final Report report;
    private final References references;
    private final Map<String, Configured<ReceiverFactory<?>>> receivers;
    private final Map<String, Configured<ProcessorFactory<?>>> processors;
    private final Map<String, Configured<ExporterFactory<?>>> exporters;
    private final Map<String, Configured<ExtensionFactory<?>>> extensions;

    Planner(MapNode root, ComponentCatalog catalog, Report report) {
        this.root = root;
        this.catalog = catalog;
        this.report = report;
        this.references = new References(report);
        ComponentReader components = new ComponentReader(catalog, report);
        this.receivers = components.read(root, FactoryKind.RECEIVER);
        this.processors = components.read(root, FactoryKind.PROCESSOR);
        this.exporters = components.read(root, FactoryKind.EXPORTER);
        this.extensions = components.read(root, FactoryKind.EXTENSION);
    }

    LoadedConfig plan() throws ConfigException {
        rejectUnknownSections();
        ServiceConfig service = service();
        List<Configured<ExtensionFactory<?>>> started =
                service == null ? List.of() : startedExtensions(service.extensions());
        List<PlannedPipeline> pipelines = pipelines();
        new DeliveryChecks(root, report, extensions, started, pipelines)
                .check(used(exporters).toList());
        new ServiceChecks(catalog, report).check(references.used(), allComponents());
        Resource resource = service == null ? Resource.EMPTY : resource(service);
        if (service != null) {
            checkResource(resource);
        }
        warnOfUnused();
        report.throwIfAny();
        Objects.requireNonNull(service);
        return new LoadedConfig(
                new AgentPlan(
                        resource,
                        service.telemetryPlan(hash()),
                        service.shutdownTimeout(),
                        started.stream().map(Planner::planned).toList(),
                        used(receivers).map(Planner::planned).toList(),
                        used(exporters).map(Planner::plannedExporter).toList(),
                        pipelines),
                report.warnings());
    }

    /** Of what is printed, so that nobody can guess secrets by it. */
    private String hash() {
        try {
            byte[] text = new ConfigPrinter(catalog).print(root).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // each Java runtime has it
        }
    }

    private void rejectUnknownSections() {
        root.entries().forEach((key, entry) -> {
            if (!ROOT_KEYS.contains(key)) {
                report.problem(entry.keyMark(), key, Binder.unknownKey(key, ROOT_KEYS));
            }
        });
    }

    private Node serviceNode() {
        Node node = root.find("service");
        return node == null || node.isNull() ? new MapNode(root.mark(), Map.of(), null) : node;
    }

    private @Nullable ServiceConfig service() {
        return new Binder(report).bind(serviceNode(), ServiceConfig.class, Set.of("pipelines"), "service");
    }

    private List<Configured<ExtensionFactory<?>>> startedExtensions(List<String> ids) {
        return references.resolve(FactoryKind.EXTENSION, extensions, ids, serviceNode(), "service", "extensions");
    }

    private List<PlannedPipeline> pipelines() {
        String path = "service.pipelines";
        if (!(serviceNode() instanceof MapNode service)) {
            return List.of(); // reported when the rest of it was bound
        }
        Node given = service.find("pipelines");
        Node section = given == null || given.isNull() ? new MapNode(service.mark(), Map.of(), null) : given;
        if (!(section instanceof MapNode map)) {
            report.problem(section.mark(), path, "must be a map of ids, not %s.".formatted(section.describe()));
            return List.of();
        }
        if (map.entries().isEmpty()) {
            report.problem(map.mark(), path, "there is no pipeline. Add one with receivers and exporters.");
        }
        PipelinePlanner planner = new PipelinePlanner(catalog, report, references, receivers, processors, exporters);
        List<PlannedPipeline> pipelines = new ArrayList<>();
        map.entries().forEach((id, entry) -> planner.plan(id, entry).ifPresent(pipelines::add));
        return pipelines;
    }

    private static Resource resource(ServiceConfig service) {
        Map<String, String> attributes = new TreeMap<>(service.resource());
        String instance = service.instance();
        attributes.put(Resource.INSTANCE_NAME, instance == null ? HostName.find() : instance);
        String network = service.network();
        if (network != null) {
            attributes.put(Resource.NETWORK_NAME, network);
        }
        return Resource.of(attributes);
    }

    private void checkResource(Resource resource) {
        used(exporters).filter(exporter -> exporter.config() != null).forEach(exporter -> {
            for (String attribute : new TreeSet<>(required(exporter))) {
                if (resource.find(attribute).isEmpty()) {
                    report.problem(
                            exporter.mark(),
                            exporter.path(),
                            "needs the resource attribute %s. Set %s.".formatted(attribute, keyOfAttribute(attribute)));
                }
            }
        });
    }

    private static Set<String> required(Configured<ExporterFactory<?>> exporter) {
        return requiredBy(Objects.requireNonNull(exporter.factory()), Objects.requireNonNull(exporter.config()));
    }

    private static <C extends ComponentConfig> Set<String> requiredBy(
            ExporterFactory<C> factory, ComponentConfig config) {
        return factory.requiredResourceAttributes(factory.configType().cast(config));
    }

    private static String keyOfAttribute(String attribute) {
        return switch (attribute) {
            case Resource.INSTANCE_NAME -> "service.instance";
            case Resource.NETWORK_NAME -> "service.network";
            default -> "it under service.resource";
        };
    }

    private void warnOfUnused() {
        allComponents().stream()
                .filter(component ->
                        component.factory() != null && !references.used().contains(component))
                .forEach(component -> report.warning(
                        component.mark(), component.path(), "is not used by any pipeline, so it is not started."));
    }

    private Collection<Configured<?>> allComponents() {
        return Stream.of(receivers, processors, exporters, extensions)
                .<Configured<?>>flatMap(components -> components.values().stream())
                .toList();
    }

    private <F extends ComponentFactory<?>> Stream<Configured<F>> used(Map<String, Configured<F>> components) {
        return components.values().stream().filter(references.used()::contains);
    }

    /** Only called when nothing has been reported, so nothing is null. */
    static <F extends ComponentFactory<?>> PlannedComponent<F> planned(Configured<F> component) {
        return new PlannedComponent<>(
                Objects.requireNonNull(component.id()),
                Objects.requireNonNull(component.factory()),
                Objects.requireNonNull(component.config()));
    }

    private static PlannedExporter plannedExporter(Configured<ExporterFactory<?>> exporter) {
        return new PlannedExporter(planned(exporter), Objects.requireNonNull(exporter.delivery()));
    }
}
