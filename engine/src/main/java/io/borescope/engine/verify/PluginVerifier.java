package io.borescope.engine.verify;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentType;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.engine.config.FileAccess;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginFiles;
import io.borescope.engine.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/** Goes through plugins as an agent would that has them all, and says what is wrong with each. Not thread-safe. */
public final class PluginVerifier implements AutoCloseable {
    private static final String OUR_PREFIX = "borescope-";
    private static final int LARGEST_OBJECT = 64 << 20;

    /**
     * What was found in one plugin.
     *
     * @param plugin jar, or the folder of an unpacked zip
     * @param id as its descriptor says; empty if it does not
     */
    public record Verdict(Path plugin, String id, List<Finding> findings) {
        /** Whether an agent could use it. */
        public boolean isUsable() {
            return findings.stream().noneMatch(finding -> finding.outcome() == Outcome.FAILED);
        }
    }

    private final PluginFiles loaders = new PluginFiles();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, String> owners = new HashMap<>();

    /**
     * @param builtIn what the plugins would stand beside
     */
    public PluginVerifier(Plugins builtIn) {
        builtIn.all().forEach(plugin -> ids.add(plugin.id()));
        for (FactoryKind<?> kind : FactoryKind.all()) {
            builtIn.catalog()
                    .all(kind)
                    .forEach(entry ->
                            owners.put(key(kind, entry.type()), entry.plugin().toString()));
        }
    }

    /** Looks at plugins, in the order in which an agent would load them. */
    public List<Verdict> verify(List<Path> plugins) {
        Map<Path, Attributes> manifests = new LinkedHashMap<>();
        plugins.forEach(plugin -> manifests.put(plugin, manifest(plugin)));
        List<Verdict> verdicts = new ArrayList<>();
        manifests.forEach((plugin, manifest) -> {
            Set<String> others = new HashSet<>(ids);
            manifests.forEach((other, ofOther) -> {
                if (!other.equals(plugin)) {
                    others.add(DescriptorCheck.idIn(ofOther));
                }
            });
            verdicts.add(new Verdict(plugin, DescriptorCheck.idIn(manifest), verify(plugin, manifest, others)));
        });
        return verdicts;
    }

    private static Attributes manifest(Path plugin) {
        try (PluginContents contents = PluginContents.open(plugin)) {
            return contents.manifest();
        } catch (IOException | RuntimeException e) {
            return new Attributes(); // said when the plugin itself is looked at
        }
    }

    private List<Finding> verify(Path plugin, Attributes manifest, Set<String> otherIds) {
        List<Finding> findings = new ArrayList<>(access(plugin));
        try (PluginContents contents = PluginContents.open(plugin)) {
            findings.addAll(DescriptorCheck.of(manifest, otherIds));
            findings.addAll(bundled(contents));
            findings.addAll(bpfObjects(contents));
            findings.addAll(factories(contents, plugin, findings));
        } catch (IOException | RuntimeException e) {
            findings.add(Finding.failed(
                    "file",
                    "it cannot be read: " + e.getMessage(),
                    "Copy it again; a plugin is a jar, or a zip with classes/ and lib/."));
        }
        return findings;
    }

    private static List<Finding> access(Path plugin) {
        List<Finding> findings = new ArrayList<>();
        Optional<String> distrust = FileAccess.distrust(plugin);
        findings.add(distrust.map(found -> Finding.failed(
                        "access",
                        found + ": it could hold anybody's code",
                        "Make it root's, or chmod o-w, after you have made sure of what is in it."))
                .orElseGet(() -> Finding.ok("access", "only root and this user can change it")));
        if (plugin.getFileName().toString().startsWith(OUR_PREFIX)) {
            findings.add(Finding.warning(
                    "name",
                    "its name begins with %s, as those of built-in plugins".formatted(OUR_PREFIX),
                    "Give it another, so that plugins/ of an installation loads it with a class loader of its own."));
        }
        return findings;
    }

    private static List<Finding> bundled(PluginContents contents) {
        return Stream.of("io/borescope/api", "io/borescope/bpf", "org/slf4j", "org/jspecify")
                .filter(contents::has)
                .map(shared -> Finding.warning(
                        "bundled",
                        "it holds a copy of %s, which is never used".formatted(shared),
                        "Give the dependency the scope provided."))
                .toList();
    }

    private static List<Finding> bpfObjects(PluginContents contents) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String object : contents.bpfObjects()) {
            Optional<String> problem = BpfObjectFile.problem(contents.read(object, LARGEST_OBJECT));
            findings.add(problem.map(found -> Finding.failed(
                            "bpf object",
                            "%s: %s".formatted(object, found),
                            "Compile it with clang -target bpf -O2 -g; llvm-strip -g keeps its types."))
                    .orElseGet(() -> Finding.ok("bpf object", object)));
        }
        return findings;
    }

    private List<Finding> factories(PluginContents contents, Path plugin, List<Finding> soFar) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<FactoryCheck> checks = new ArrayList<>();
        Optional<ClassLoader> loader = open(plugin, findings);
        for (FactoryKind<?> kind : FactoryKind.all()) {
            for (String name : contents.factories(kind)) {
                loader.ifPresent(opened -> checks.add(new FactoryCheck(kind, name, opened)));
            }
        }
        checks.forEach(check -> findings.addAll(check.findings()));
        if (checks.isEmpty() && loader.isPresent()) {
            findings.add(Finding.warning(
                    "components",
                    "it lists no factory",
                    "Name them in META-INF/services/io.borescope.api.component.ReceiverFactory, or of another kind."));
        }
        boolean isSound = Stream.concat(soFar.stream(), findings.stream())
                .noneMatch(finding -> finding.outcome() == Outcome.FAILED);
        if (isSound) {
            checks.forEach(check -> findings.add(take(check, plugin)));
        } else if (!checks.isEmpty()) {
            findings.add(Finding.skipped("components", "nothing of it is run before the above is mended"));
        }
        return findings;
    }

    private Optional<ClassLoader> open(Path plugin, List<Finding> findings) {
        try {
            return Optional.of(loaders.open(plugin));
        } catch (IllegalArgumentException e) {
            findings.add(Finding.failed("file", "it cannot be loaded: " + e.getMessage(), "Mend its descriptor."));
            return Optional.empty();
        }
    }

    /** Asks a factory for its name, which is its own alone. */
    private Finding take(FactoryCheck check, Path plugin) {
        String kind = check.kind().singular();
        try {
            ComponentFactory<?> factory = check.make();
            String owner = owners.putIfAbsent(key(check.kind(), factory.type()), String.valueOf(plugin.getFileName()));
            return owner == null
                    ? Finding.ok(kind, factory.type().name() + ": " + factory.description())
                    : Finding.failed(
                            kind,
                            "%s brings the %s %s already".formatted(owner, kind, factory.type()),
                            "The first one wins; remove the other plugin, or give the type another name.");
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Finding.failed(
                    kind,
                    "%s does not work: %s".formatted(check.name(), cause),
                    "A factory acquires nothing and reads nothing.");
        }
    }

    private static String key(FactoryKind<?> kind, ComponentType type) {
        return kind + " " + type;
    }

    @Override
    public void close() {
        loaders.close();
    }
}
