package io.borescope.engine.config;

import io.borescope.engine.config.Node.Entry;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.plugin.ComponentCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as written: files merged, settings applied, references expanded; not yet compared with what plugins offer.
 *
 * <p>Later files win as in the Collector: maps are merged deeply, lists and single values replaced, and a key without a value erases what an
 * earlier file said.
 */
public final class ConfigTree {
    /**
     * One piece of configuration.
     *
     * @param name for messages: the file's name as the user gave it
     */
    public record Source(String name, String text) {
        /**
         * Reads a file.
         *
         * @throws ConfigException if it cannot be read, is larger than 1 MiB or not UTF-8
         */
        public static Source file(Path file) throws ConfigException {
            try {
                return new Source(file.toString(), TextFile.read(file));
            } catch (IOException e) {
                throw unreadable(file.toString(), "cannot be read: " + e.getMessage());
            }
        }

        /**
         * Reads a stream to its end.
         *
         * @throws ConfigException as {@link #file}
         */
        public static Source stream(String name, InputStream in) throws ConfigException {
            try {
                return new Source(name, TextFile.decode(in.readNBytes(YamlReader.MAX_BYTES + 1)));
            } catch (IOException e) {
                throw unreadable(name, "cannot be read: " + e.getMessage());
            }
        }

        /**
         * Reads the files of a directory whose names end in {@code .yaml} or {@code .yml}, in the order of their names. Hidden ones are
         * left out, such as those that Kubernetes keeps beside the files of a mounted ConfigMap; so are directories in it.
         *
         * @throws ConfigException as {@link #file}, and if there is no such file
         */
        public static List<Source> directory(Path directory) throws ConfigException {
            List<Path> files;
            try (Stream<Path> entries = Files.list(directory)) {
                files = entries.filter(Source::isConfiguration).sorted().toList();
            } catch (NotDirectoryException | NoSuchFileException e) {
                throw unreadable(directory.toString(), "there is no such directory.");
            } catch (IOException e) {
                throw unreadable(directory.toString(), "cannot be read: " + e.getMessage());
            }
            if (files.isEmpty()) {
                throw unreadable(directory.toString(), "has no file that ends in .yaml or .yml.");
            }
            List<Source> sources = new ArrayList<>();
            for (Path file : files) {
                sources.add(file(file));
            }
            return sources;
        }

        private static boolean isConfiguration(Path file) {
            String name = String.valueOf(file.getFileName());
            return !name.startsWith(".")
                    && (name.endsWith(".yaml") || name.endsWith(".yml"))
                    && !Files.isDirectory(file);
        }

        private static ConfigException unreadable(String name, String message) {
            Report report = new Report(List.of(name));
            report.problem(Mark.of(0, name), "", message);
            return report.asException();
        }
    }

    private final MapNode root;
    private final Report report;

    private ConfigTree(MapNode root, Report report) {
        this.root = root;
        this.report = report;
    }

    /**
     * Reads a configuration.
     *
     * @param sources in order, later ones win
     * @param settings {@code service.instance=a} or {@code service::instance=a}, in order, over all sources
     * @param environment for {@code ${env:…}}
     * @throws ConfigException if a source is no YAML; other problems wait for {@link #plan}, to be reported with the rest
     */
    public static ConfigTree read(List<Source> sources, List<String> settings, Map<String, String> environment)
            throws ConfigException {
        Report report = new Report(sources.stream().map(Source::name).toList());
        MapNode merged = new MapNode(
                Mark.of(0, sources.isEmpty() ? "" : sources.getFirst().name()), Map.of(), null);
        for (MapNode layer : layers(sources, settings, report)) {
            merged = merge(merged, layer);
        }
        report.throwIfAny();
        Node expanded = new Expander(environment, report).expand(merged);
        return new ConfigTree((MapNode) expanded, report);
    }

    /** How the agent writes its log, as far as this can be told before plugins are loaded; mistakes are reported by {@link #plan}. */
    public LogsConfig logs() {
        Binder silent = new Binder(new Report(List.of()));
        return below(root, "service")
                .flatMap(service -> below(service, "telemetry"))
                .flatMap(telemetry -> below(telemetry, "logs"))
                .map(logs -> silent.bind(logs, LogsConfig.class, Set.of(), ""))
                .orElse(LogsConfig.DEFAULT);
    }

    private static Optional<Node> below(Node node, String key) {
        return node instanceof MapNode map ? Optional.ofNullable(map.find(key)) : Optional.empty();
    }

    /**
     * Turns the tree into what is to be built.
     *
     * @throws ConfigException with everything that is wrong
     */
    public LoadedConfig plan(ComponentCatalog catalog) throws ConfigException {
        return new Planner(root, catalog, report.copy()).plan();
    }

    /**
     * Makes sure that no secret stands in a file which every user of this host can read; a reference to one may.
     *
     * @throws ConfigException with the place of each that does
     */
    public void refuseExposedSecrets(ComponentCatalog catalog) throws ConfigException {
        Report exposed = report.empty();
        new WrittenSecrets(catalog, exposed).find(root);
        exposed.throwIfAny();
    }

    /** The tree as YAML, secrets redacted. What is redacted depends on the config records of the components, hence the catalog. */
    public String print(ComponentCatalog catalog) {
        return new ConfigPrinter(catalog).print(root);
    }

    /** Whether both say the same, at the same places. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigTree tree && tree.root.equals(root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    private static List<MapNode> layers(List<Source> sources, List<String> settings, Report report) {
        List<MapNode> layers = new ArrayList<>();
        for (Source source : sources) {
            Mark mark = Mark.of(layers.size(), source.name());
            YamlReader.readFile(mark, source.text(), report)
                    .flatMap(node -> rootMap(node, report))
                    .ifPresent(layers::add);
        }
        int order = sources.size();
        for (String setting : settings) {
            setting(Mark.of(order++, "--set"), setting, report).ifPresent(layers::add);
        }
        return layers;
    }

    private static Optional<MapNode> rootMap(Node node, Report report) {
        if (node instanceof MapNode map) {
            return Optional.of(map);
        }
        report.problem(
                node.mark(),
                "",
                node.isNull()
                        ? "is empty. Begin with receivers, exporters and service."
                        : "must be a map with receivers, exporters and service, not %s.".formatted(node.describe()));
        return Optional.empty();
    }

    private static Optional<MapNode> setting(Mark option, String setting, Report report) {
        int equals = setting.indexOf('=');
        String path = equals < 0 ? setting : setting.substring(0, equals);
        String[] keys = path.split(path.contains("::") ? "::" : "\\.", -1);
        if (equals < 0 || Stream.of(keys).anyMatch(String::isBlank)) {
            report.problem(option, "", "%s must be key.key=value.".formatted(Report.quoted(path)));
            return Optional.empty();
        }
        Mark mark = Mark.of(option.order(), "--set " + path);
        if (keys.length > 32) {
            report.problem(mark, "", "has more than 32 keys.");
            return Optional.empty();
        }
        return YamlReader.readValue(mark, setting.substring(equals + 1), report)
                .map(value -> nested(mark, keys, value));
    }

    private static MapNode nested(Mark mark, String[] keys, Node value) {
        Node node = value;
        for (int i = keys.length - 1; i > 0; i--) {
            node = new MapNode(mark, Map.of(keys[i], new Entry(mark, node)), null);
        }
        return new MapNode(mark, Map.of(keys[0], new Entry(mark, node)), null);
    }

    private static MapNode merge(MapNode earlier, MapNode later) {
        Map<String, Entry> entries = new LinkedHashMap<>(earlier.entries());
        later.entries().forEach((key, entry) -> entries.merge(key, entry, ConfigTree::merge));
        return new MapNode(later.mark(), entries, null);
    }

    private static Entry merge(Entry earlier, Entry later) {
        return earlier.value() instanceof MapNode a && later.value() instanceof MapNode b
                ? new Entry(later.keyMark(), merge(a, b))
                : later;
    }
}
