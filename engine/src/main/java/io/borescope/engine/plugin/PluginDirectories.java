package io.borescope.engine.plugin;

import static java.util.Objects.requireNonNullElse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.CompoundPluginRepository;
import org.pf4j.DefaultPluginManager;
import org.pf4j.DefaultPluginRepository;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;

/**
 * PF4J over our plugin directories. Differs from PF4J's own way in three points: a plugin that fails is reported and the others go on, our
 * api always comes from the parent class loader, and factories are found with ServiceLoader instead of PF4J's extension index.
 */
final class PluginDirectories extends DefaultPluginManager {
    /** A plugin that is ready to be asked for its factories. */
    record Loaded(PluginDescription description, ClassLoader classLoader) {}

    PluginDirectories(List<Path> directories) {
        super(directories);
        setSystemVersion(ApiVersion.VERSION);
    }

    /**
     * Loads everything.
     *
     * @param onFailure takes a plugin's name and the cause, a sentence for users
     */
    List<Loaded> load(BiConsumer<String, String> onFailure) {
        for (Path path : files()) {
            try {
                loadPluginFromPath(path);
            } catch (RuntimeException | LinkageError e) {
                onFailure.accept(String.valueOf(path.getFileName()), cause(e));
            }
        }
        reportZipsNotUnpacked(onFailure);
        try {
            resolvePlugins();
        } catch (RuntimeException e) {
            onFailure.accept("plugins", cause(e));
        }
        startPlugins();
        List<Loaded> loaded = new ArrayList<>();
        for (PluginWrapper plugin : List.copyOf(getPlugins())) {
            if (plugin.getPluginState() == PluginState.STARTED) {
                loaded.add(new Loaded(describe(plugin), plugin.getPluginClassLoader()));
            } else {
                onFailure.accept(plugin.getPluginId(), whyNotStarted(plugin));
            }
        }
        return loaded;
    }

    /** Jars and unpacked zips in the directories, but for those that are built in: the application's own loader finds them. */
    List<Path> files() {
        Set<Path> onClassPath = classPath();
        return pluginRepository.getPluginPaths().stream()
                .filter(path -> !onClassPath.contains(path.toAbsolutePath().normalize()))
                .sorted()
                .toList();
    }

    /**
     * The class loader of a plugin, which nothing is asked of.
     *
     * @throws PluginRuntimeException if it is no plugin, or one of its id is there already
     */
    ClassLoader open(Path plugin) {
        return loadPluginFromPath(plugin).getPluginClassLoader();
    }

    private static Set<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .collect(Collectors.toSet());
    }

    static String wrongVersion(String requires) {
        return "it needs the borescope api %s, and this is %s. Get a plugin made for this version."
                .formatted(requires, ApiVersion.VERSION);
    }

    private String whyNotStarted(PluginWrapper plugin) {
        if (!isPluginValid(plugin)) {
            return wrongVersion(plugin.getDescriptor().getRequires());
        }
        Throwable failure = plugin.getFailedException();
        return failure == null ? "it is " + plugin.getPluginState() + "." : cause(failure);
    }

    /** PF4J unpacks a zip beside itself, and only logs if it cannot. */
    private void reportZipsNotUnpacked(BiConsumer<String, String> onFailure) {
        for (Path root : getPluginsRoots()) {
            try (Stream<Path> files = Files.list(root)) {
                files.filter(file -> file.getFileName().toString().endsWith(".zip"))
                        .filter(zip -> !Files.isDirectory(unpacked(zip)))
                        .forEach(zip -> onFailure.accept(
                                zip.getFileName().toString(),
                                "it cannot be unpacked to %s. Is it a zip, and may the agent write there?"
                                        .formatted(unpacked(zip))));
            } catch (IOException e) {
                onFailure.accept(root.toString(), cause(e));
            }
        }
    }

    private static Path unpacked(Path zip) {
        String name = zip.getFileName().toString();
        return zip.resolveSibling(name.substring(0, name.length() - ".zip".length()));
    }

    static String cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + " (" + cause + ")";
    }

    private static PluginDescription describe(PluginWrapper plugin) {
        PluginDescriptor descriptor = plugin.getDescriptor();
        return new PluginDescription(
                plugin.getPluginId(),
                descriptor.getVersion(),
                plugin.getPluginPath().toString(),
                requireNonNullElse(descriptor.getProvider(), ""),
                requireNonNullElse(descriptor.getRequires(), ""),
                false);
    }

    /** No directory means no directory, not PF4J's default. */
    @Override
    protected List<Path> createPluginsRoot() {
        return List.of();
    }

    /** What is in a directory is loaded; PF4J's enabled.txt and disabled.txt beside it mean nothing here. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {
                throw new UnsupportedOperationException("plugins are removed, not disabled");
            }

            @Override
            public void enablePlugin(String id) {}
        };
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new CompoundPluginRepository()
                .add(new JarPluginRepository(getPluginsRoots()))
                .add(new DefaultPluginRepository(getPluginsRoots()));
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new SharedApiPluginLoader(this);
    }
}
