package io.borescope.engine.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;

/**
 * Gives each plugin a class loader of its own that takes the plugin's classes before the application's, except for what plugin and engine
 * must share. A plugin that bundles its own copy of the api works all the same.
 */
final class SharedApiPluginLoader implements PluginLoader {
    private static final List<String> SHARED =
            List.of("io.borescope.api.", "io.borescope.bpf.", "org.slf4j.", "org.jspecify.");

    private final PluginManager plugins;

    SharedApiPluginLoader(PluginManager plugins) {
        this.plugins = plugins;
    }

    @Override
    public boolean isApplicable(Path path) {
        return true;
    }

    @Override
    public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
        PluginClassLoader loader = new SharedApiClassLoader(plugins, descriptor);
        if (Files.isDirectory(path)) {
            loader.addFile(path.resolve("classes").toFile());
            jars(path.resolve("lib")).forEach(jar -> loader.addFile(jar.toFile()));
        } else {
            loader.addFile(path.toFile());
        }
        return loader;
    }

    private static List<Path> jars(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class SharedApiClassLoader extends PluginClassLoader {
        SharedApiClassLoader(PluginManager plugins, PluginDescriptor descriptor) {
            super(plugins, descriptor, SharedApiPluginLoader.class.getClassLoader());
        }

        @Override
        protected boolean shouldDelegateToParent(String className) {
            return super.shouldDelegateToParent(className) || SHARED.stream().anyMatch(className::startsWith);
        }
    }
}
