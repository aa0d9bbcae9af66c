package io.borescope.engine.plugin;

import io.borescope.api.component.ComponentFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The loaded plugins. Their class loaders stay open as long as this does, so close it after everything made from the catalog.
 */
public final class Plugins implements AutoCloseable {
    private final ComponentCatalog catalog;
    private final List<PluginDescription> all;
    private final Runnable unload;

    private Plugins(ComponentCatalog catalog, List<PluginDescription> all, Runnable unload) {
        this.catalog = catalog;
        this.all =
                all.stream().sorted(Comparator.comparing(PluginDescription::id)).toList();
        this.unload = unload;
    }

    /**
     * Loads what is on the application's class path, then what is in the directories. What fails is logged and noted in the catalog.
     *
     * @param directories hold one jar, zip or unpacked zip per plugin
     */
    public static Plugins load(List<Path> directories) {
        ComponentCatalog.Builder catalog = new ComponentCatalog.Builder();
        ClassLoader application = Plugins.class.getClassLoader();
        ClassPathPlugins classPath = new ClassPathPlugins(catalog);
        addFactories(catalog, application, "class path", _ -> true, classPath::pluginOf);

        if (directories.isEmpty()) {
            return new Plugins(
                    catalog.build(), classPath.all(), () -> {}); // PF4J itself stays unloaded, for a quick start
        }
        PluginDirectories loaded = new PluginDirectories(directories);
        List<PluginDescription> all = new ArrayList<>();
        loaded.load(catalog::fail).forEach(plugin -> {
            all.add(plugin.description());
            Predicate<Class<?>> own = factory -> plugin.classLoader().equals(factory.getClassLoader());
            addFactories(catalog, plugin.classLoader(), plugin.description().id(), own, _ -> plugin.description());
        });
        all.addAll(classPath.all());
        return new Plugins(catalog.build(), all, loaded::unloadPlugins);
    }

    /** What was loaded, by id; also plugins that have no component and only lend classes to others. */
    public List<PluginDescription> all() {
        return all;
    }

    /** The factories of all plugins. */
    public ComponentCatalog catalog() {
        return catalog;
    }

    @Override
    public void close() {
        unload.run();
    }

    private static void addFactories(
            ComponentCatalog.Builder catalog,
            ClassLoader loader,
            String plugin,
            Predicate<Class<?>> filter,
            Function<Class<?>, @Nullable PluginDescription> pluginOf) {
        for (FactoryKind<?> kind : FactoryKind.all()) {
            addFactories(catalog, kind, loader, plugin, filter, pluginOf);
        }
    }

    /** A plugin's loader also shows what its parent provides, hence the filter; each provider fails alone. */
    private static <F extends ComponentFactory<?>> void addFactories(
            ComponentCatalog.Builder catalog,
            FactoryKind<F> kind,
            ClassLoader loader,
            String plugin,
            Predicate<Class<?>> filter,
            Function<Class<?>, @Nullable PluginDescription> pluginOf) {
        Iterator<? extends ServiceLoader.Provider<?>> providers =
                ServiceLoader.load(kind.serviceType(), loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<?> provider = providers.next();
                if (filter.test(provider.type())) {
                    PluginDescription description = pluginOf.apply(provider.type());
                    if (description != null) {
                        catalog.add(kind, kind.cast(provider.get()), description);
                    }
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                catalog.fail(plugin, describe(e));
            }
        }
    }

    static String describe(Error error) {
        Throwable cause = error.getCause();
        return cause == null ? String.valueOf(error.getMessage()) : error.getMessage() + ": " + cause;
    }
}
