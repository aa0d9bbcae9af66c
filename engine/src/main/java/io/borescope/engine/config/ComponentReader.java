package io.borescope.engine.config;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentId;
import io.borescope.api.config.ComponentConfig;
import io.borescope.engine.config.Node.Entry;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the components of one kind: finds the factory of each and binds its config. */
final class ComponentReader {
    /** Keys of every exporter that the engine reads itself. */
    private static final Set<String> DELIVERY_KEYS =
            ConfigKey.of(DeliveryConfig.class).stream().map(ConfigKey::name).collect(Collectors.toSet());

    private final ComponentCatalog catalog;
    private final Report report;
    private final Binder binder;

    ComponentReader(ComponentCatalog catalog, Report report) {
        this.catalog = catalog;
        this.report = report;
        this.binder = new Binder(report);
    }

    /** All that are configured, by id as written, also those with problems. */
    <F extends ComponentFactory<?>> Map<String, Configured<F>> read(MapNode root, FactoryKind<F> kind) {
        Map<String, Configured<F>> components = new LinkedHashMap<>();
        Node section = root.find(kind.plural());
        if (section instanceof MapNode map) {
            map.entries().forEach((id, entry) -> components.put(id, read(kind, id, entry)));
        } else if (section != null && !section.isNull()) {
            report.problem(
                    section.mark(), kind.plural(), "must be a map of ids, not %s.".formatted(section.describe()));
        }
        return components;
    }

    private <F extends ComponentFactory<?>> Configured<F> read(FactoryKind<F> kind, String text, Entry entry) {
        String path = Paths.child(kind.plural(), text);
        ComponentId id;
        try {
            id = ComponentId.parse(text);
        } catch (IllegalArgumentException e) {
            report.problem(entry.keyMark(), path, String.valueOf(e.getMessage()));
            return Configured.broken(entry.keyMark(), path);
        }
        Optional<F> factory = catalog.find(kind, id.type()).map(ComponentCatalog.Entry::factory);
        if (factory.isEmpty()) {
            report.problem(entry.keyMark(), path, unknownType(kind, id));
            return Configured.broken(entry.keyMark(), path);
        }
        return bind(id, entry, path, factory.get());
    }

    private String unknownType(FactoryKind<?> kind, ComponentId id) {
        Set<String> known = catalog.names(kind);
        StringBuilder message = new StringBuilder("unknown %s type %s.%s Known: %s."
                .formatted(
                        kind.singular(),
                        Report.quoted(id.type().name()),
                        Suggestion.didYouMean(id.type().name(), known),
                        Suggestion.list(known)));
        for (ComponentCatalog.Failure failure : catalog.failures()) {
            message.append(
                    " Plugin %s failed to load and may have it: %s".formatted(failure.plugin(), failure.cause()));
        }
        return message.toString();
    }

    private <F extends ComponentFactory<?>> Configured<F> bind(ComponentId id, Entry entry, String path, F factory) {
        // The component's own place is its key: its body may begin lines below, or be left out.
        Node body = entry.value().isNull() ? new MapNode(entry.keyMark(), Map.of(), null) : entry.value();
        boolean isExporter = path.startsWith(FactoryKind.EXPORTER.plural() + ".");
        Set<String> deliveryKeys = isExporter ? DELIVERY_KEYS : Set.of();
        try {
            ComponentConfig config = binder.bind(body, factory.configType(), deliveryKeys, path);
            DeliveryConfig delivery = isExporter && body instanceof MapNode map ? delivery(map, path) : null;
            return new Configured<>(id, entry.keyMark(), path, factory, config, delivery);
        } catch (RuntimeException | LinkageError e) {
            report.problem(
                    entry.keyMark(),
                    path,
                    "%s does not work: %s".formatted(factory.configType().getName(), e));
            return new Configured<>(id, entry.keyMark(), path, factory, null, null);
        }
    }

    private @Nullable DeliveryConfig delivery(MapNode body, String path) {
        Map<String, Entry> own = new LinkedHashMap<>(body.entries());
        own.keySet().retainAll(DELIVERY_KEYS);
        return binder.bind(new MapNode(body.mark(), own, null), DeliveryConfig.class, Set.of(), path);
    }
}
