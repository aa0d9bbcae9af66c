package io.borescope.engine.verify;

import static org.pf4j.ManifestPluginDescriptorFinder.PLUGIN_DEPENDENCIES;
import static org.pf4j.ManifestPluginDescriptorFinder.PLUGIN_ID;
import static org.pf4j.ManifestPluginDescriptorFinder.PLUGIN_REQUIRES;
import static org.pf4j.ManifestPluginDescriptorFinder.PLUGIN_VERSION;

import io.borescope.api.diagnosis.Finding;
import io.borescope.engine.plugin.ApiVersion;
import io.borescope.engine.plugin.PluginFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges what a plugin says of itself in its manifest. */
final class DescriptorCheck {
    private static final String NAME = "descriptor";

    /** As semver.org has it, with the optional parts taken as they are. */
    private static final Pattern SEMANTIC_VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]+)?");

    private final Attributes manifest;
    private final Set<String> otherIds;
    private final List<Finding> findings = new ArrayList<>();

    private DescriptorCheck(Attributes manifest, Set<String> otherIds) {
        this.manifest = manifest;
        this.otherIds = otherIds;
    }

    /**
     * Looks at all of it.
     *
     * @param otherIds plugins that would be there too
     */
    static List<Finding> of(Attributes manifest, Set<String> otherIds) {
        DescriptorCheck check = new DescriptorCheck(manifest, otherIds);
        check.id();
        check.version();
        check.requires();
        check.dependencies();
        return check.findings;
    }

    /** The plugin's id; empty if it has none. */
    static String idIn(Attributes manifest) {
        String id = manifest.getValue(PLUGIN_ID);
        return id == null ? "" : id.strip();
    }

    private void id() {
        String id = idIn(manifest);
        if (id.isEmpty()) {
            findings.add(Finding.failed(
                    NAME,
                    "the manifest has no " + PLUGIN_ID,
                    "Let the build write it: manifestEntries of maven-jar-plugin, see docs/plugins.md."));
        } else if (otherIds.contains(id)) {
            findings.add(Finding.failed(
                    NAME,
                    "another plugin has the id %s, too".formatted(id),
                    "Remove one of them, such as an older version."));
        } else {
            findings.add(Finding.ok(NAME, id));
        }
    }

    private void version() {
        @Nullable String version = manifest.getValue(PLUGIN_VERSION);
        if (version == null || !SEMANTIC_VERSION.matcher(version).matches()) {
            findings.add(Finding.failed(
                    "version",
                    version == null
                            ? "the manifest has no " + PLUGIN_VERSION
                            : "%s %s is no semantic version".formatted(PLUGIN_VERSION, version),
                    "Write three numbers: 1.0.0."));
        } else {
            findings.add(Finding.ok("version", version));
        }
    }

    private void requires() {
        @Nullable String requires = manifest.getValue(PLUGIN_REQUIRES);
        if (requires == null) {
            findings.add(Finding.warning(
                    "api",
                    "the manifest has no %s: it is loaded by every version of Borescope, and may fail there"
                            .formatted(PLUGIN_REQUIRES),
                    "Say which it was made for: >=0.1.0 & <0.2.0."));
        } else if (PluginFiles.fits(requires)) {
            findings.add(Finding.ok("api", "%s, and this is %s".formatted(requires, ApiVersion.VERSION)));
        } else {
            findings.add(Finding.failed(
                    "api",
                    "it needs the borescope api %s, and this is %s".formatted(requires, ApiVersion.VERSION),
                    "Get a plugin made for this version."));
        }
    }

    private void dependencies() {
        @Nullable String dependencies = manifest.getValue(PLUGIN_DEPENDENCIES);
        if (dependencies == null || dependencies.isBlank()) {
            return;
        }
        List<String> missing = Stream.of(dependencies.split(",", -1))
                .map(String::strip)
                .filter(dependency -> !dependency.matches("[^@]*\\?.*")) // one it can do without
                .map(dependency -> dependency.replaceFirst("@.*", ""))
                .filter(id -> !otherIds.contains(id))
                .toList();
        if (missing.isEmpty()) {
            findings.add(Finding.ok("dependencies", dependencies));
        } else {
            findings.add(Finding.failed(
                    "dependencies",
                    "it needs plugins that are not there: " + String.join(", ", missing),
                    "Put them into the same directory."));
        }
    }
}
