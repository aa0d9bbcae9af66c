package io.borescope.engine.plugin;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ComponentType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The factories of all plugins, by kind and type. Immutable. */
public final class ComponentCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ComponentCatalog.class);

    /**
     * One type of component.
     *
     * @param type as its factory names it; aliases are resolved to it
     * @param plugin where it comes from
     */
    public record Entry<F extends ComponentFactory<?>>(
            FactoryKind<F> kind, ComponentType type, Set<ComponentType> aliases, F factory, PluginDescription plugin) {
        public Entry {
            aliases = Set.copyOf(aliases);
        }
    }

    /**
     * A plugin, or a part of one, that could not be loaded.
     *
     * @param plugin its id, or its file if that is all we know
     * @param cause a sentence for users
     */
    public record Failure(String plugin, String cause) {}

    private final Map<FactoryKind<?>, Map<String, Entry<?>>> byType;
    private final List<Failure> failures;

    private ComponentCatalog(Map<FactoryKind<?>, Map<String, Entry<?>>> byType, List<Failure> failures) {
        this.byType = byType;
        this.failures = List.copyOf(failures);
    }

    /** The entry of a type or an alias. */
    public <F extends ComponentFactory<?>> Optional<Entry<F>> find(FactoryKind<F> kind, ComponentType type) {
        return Optional.ofNullable(entries(kind).get(type.name())).map(entry -> typed(kind, entry));
    }

    /** The config record of a component by its id; nothing if the id or its type is not known. */
    public Optional<Class<?>> configType(FactoryKind<?> kind, String id) {
        try {
            return find(kind, ComponentId.parse(id).type()).map(Entry::factory).map(ComponentFactory::configType);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** All types of a kind, sorted. */
    public <F extends ComponentFactory<?>> List<Entry<F>> all(FactoryKind<F> kind) {
        return entries(kind).values().stream()
                .distinct()
                .sorted(Comparator.comparing(Entry::type))
                .map(entry -> typed(kind, entry))
                .toList();
    }

    /** The names of a kind that a configuration may use, aliases included, sorted. */
    public Set<String> names(FactoryKind<?> kind) {
        return new TreeSet<>(entries(kind).keySet());
    }

    /** What could not be loaded. */
    public List<Failure> failures() {
        return failures;
    }

    private Map<String, Entry<?>> entries(FactoryKind<?> kind) {
        return byType.getOrDefault(kind, Map.of());
    }

    private static <F extends ComponentFactory<?>> Entry<F> typed(FactoryKind<F> kind, Entry<?> entry) {
        return new Entry<>(kind, entry.type(), entry.aliases(), kind.cast(entry.factory()), entry.plugin());
    }

    /** Fills a catalog. */
    public static final class Builder {
        private final Map<FactoryKind<?>, Map<String, Entry<?>>> byType = new HashMap<>();
        private final List<Failure> failures = new ArrayList<>();

        /**
         * Adds a factory. If its type is taken already the first stays and this one is reported; a factory that throws counts as failed.
         */
        public <F extends ComponentFactory<?>> Builder add(FactoryKind<F> kind, F factory, PluginDescription plugin) {
            try {
                addEntry(new Entry<>(kind, factory.type(), factory.aliases(), factory, plugin));
            } catch (RuntimeException | LinkageError e) {
                fail(
                        plugin.id(),
                        "%s does not work: %s".formatted(factory.getClass().getName(), e));
            }
            return this;
        }

        private void addEntry(Entry<?> entry) {
            Map<String, Entry<?>> entries = byType.computeIfAbsent(entry.kind(), _ -> new TreeMap<>());
            String type = entry.type().name();
            Entry<?> first = entries.get(type);
            if (first != null && first.type().equals(entry.type())) {
                LOG.warn(
                        "The {} {} of plugin {} ({}) is left out: plugin {} ({}) already brings one. Remove one of them.",
                        entry.kind(),
                        type,
                        entry.plugin(),
                        entry.plugin().location(),
                        first.plugin(),
                        first.plugin().location());
                return;
            }
            entries.put(type, entry); // over another's alias too: a type's own name counts more
            entry.aliases().forEach(alias -> entries.putIfAbsent(alias.name(), entry));
        }

        /** Notes a failure and logs it. */
        public Builder fail(String plugin, String cause) {
            LOG.warn("Plugin {} failed to load: {}", plugin, cause);
            failures.add(new Failure(plugin, cause));
            return this;
        }

        public ComponentCatalog build() {
            return new ComponentCatalog(Map.copyOf(byType), failures);
        }
    }
}
