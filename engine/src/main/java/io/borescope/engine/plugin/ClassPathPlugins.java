package io.borescope.engine.plugin;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ManifestPluginDescriptorFinder;

/** Reads the descriptors of plugins whose classes the application's own loader finds: the same manifest as in a plugin directory. */
final class ClassPathPlugins {
    private final ComponentCatalog.Builder catalog;
    private final Map<String, Descriptor> descriptors = new HashMap<>();

    private record Descriptor(PluginDescription plugin, boolean fits) {}

    ClassPathPlugins(ComponentCatalog.Builder catalog) {
        this.catalog = catalog;
    }

    /** The plugin that a class belongs to, or null if it wants another api, which has then been noted. */
    @Nullable
    PluginDescription pluginOf(Class<?> factory) {
        CodeSource source = factory.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        String name = location == null ? "class path" : location.toString();
        Descriptor descriptor = descriptors.computeIfAbsent(name, _ -> describe(location, name));
        return descriptor.fits ? descriptor.plugin : null;
    }

    /** Those that were asked for and fit. */
    List<PluginDescription> all() {
        return descriptors.values().stream()
                .filter(Descriptor::fits)
                .map(Descriptor::plugin)
                .toList();
    }

    private Descriptor describe(@Nullable URL location, String name) {
        Attributes manifest = manifest(location);
        String id = manifest.getValue(ManifestPluginDescriptorFinder.PLUGIN_ID);
        String version = manifest.getValue(ManifestPluginDescriptorFinder.PLUGIN_VERSION);
        String requires = manifest.getValue(ManifestPluginDescriptorFinder.PLUGIN_REQUIRES);
        PluginDescription plugin = new PluginDescription(
                requireNonNullElse(id, "class path"),
                requireNonNullElse(version, ""),
                name,
                requireNonNullElse(manifest.getValue(ManifestPluginDescriptorFinder.PLUGIN_PROVIDER), ""),
                requireNonNullElse(requires, ""),
                true);
        boolean fits =
                requires == null || new DefaultVersionManager().checkVersionConstraint(ApiVersion.VERSION, requires);
        if (!fits) {
            catalog.fail(plugin.id(), PluginDirectories.wrongVersion(requires));
        }
        return new Descriptor(plugin, fits);
    }

    /** Empty for classes that are in no jar, as in an IDE. */
    private static Attributes manifest(@Nullable URL location) {
        try {
            if (location != null && location.getProtocol().equals("file")) {
                Path path = Path.of(new URI(location.toString()));
                if (Files.isRegularFile(path)) {
                    try (JarFile jar = new JarFile(path.toFile())) {
                        Manifest manifest = jar.getManifest();
                        return manifest == null ? new Attributes() : manifest.getMainAttributes();
                    }
                }
            }
        } catch (IOException | URISyntaxException e) {
            // The class itself was just loaded from there, so the component works; only its version stays unknown.
            return new Attributes();
        }
        return new Attributes();
    }
}
