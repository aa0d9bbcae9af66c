package io.borescope.engine.config;

import io.borescope.engine.config.Node.Entry;
import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Makes a configuration of a configuration for Observoor: pipelines that write the same rows to the same places, and notes about what has no
 * meaning here or is not the same. Used once.
 */
public final class ObservoorImport {
    /**
     * What came out.
     *
     * @param yaml the configuration, with the notes as comments at its head
     * @param notes what its author should know, in the order of writing
     */
    public record Imported(String yaml, List<Problem> notes) {
        public Imported {
            notes = List.copyOf(notes);
        }
    }

    private final Report report;

    private ObservoorImport(Report report) {
        this.report = report;
    }

    /**
     * Translates a configuration.
     *
     * @throws ConfigException if it is no YAML, or holds values that Observoor could not read either
     */
    public static Imported read(ConfigTree.Source source) throws ConfigException {
        Report report = new Report(List.of(source.name()));
        Optional<Node> root = YamlReader.readFile(Mark.of(0, source.name()), source.text(), report);
        report.throwIfAny();
        return new ObservoorImport(report).translate(source.name(), root.orElseThrow());
    }

    private Imported translate(String name, Node written) throws ConfigException {
        Node root = known(written, ObservoorConfig.class, "");
        ObservoorConfig from = new Binder(report).bind(root, ObservoorConfig.class, Set.of(), "");
        report.throwIfAny();
        if (from == null) {
            throw new IllegalStateException("not bound, and nothing reported");
        }
        ObservoorNotes notes = new ObservoorNotes(report, root);
        noteWhatHasNoMeaning(from, notes);
        Map<String, Object> configuration = new ObservoorPipelines(notes).translate(from);
        List<Problem> all = report.warnings();
        return new Imported(head(name, all) + dump(configuration), all);
    }

    /** Without the keys that Observoor does not know and would ignore; each is noted. */
    private Node known(Node node, Type type, String path) {
        Class<?> raw = Binder.raw(type);
        return switch (node) {
            case MapNode map
            when raw.isRecord() -> {
                Map<String, ConfigKey> keys = ConfigKey.of(raw).stream()
                        .collect(Collectors.toMap(ConfigKey::name, key -> key, (a, _) -> a, LinkedHashMap::new));
                Map<String, Entry> entries = new LinkedHashMap<>();
                map.entries().forEach((name, entry) -> {
                    ConfigKey key = keys.get(name);
                    if (key == null) {
                        report.warning(
                                entry.keyMark(),
                                Paths.child(path, name),
                                "is left out: Observoor has no such key and ignores it."
                                        + Suggestion.didYouMean(name, keys.keySet()));
                    } else {
                        entries.put(name, known(entry, key.type(), Paths.child(path, name)));
                    }
                });
                yield new MapNode(map.mark(), entries, null);
            }
            case MapNode map
            when raw == Map.class -> {
                Map<String, Entry> entries = new LinkedHashMap<>();
                map.entries()
                        .forEach((name, entry) ->
                                entries.put(name, known(entry, Binder.argument(type, 1), Paths.child(path, name))));
                yield new MapNode(map.mark(), entries, null);
            }
            case ListNode list
            when raw == List.class -> {
                List<Node> items = new ArrayList<>();
                for (Node item : list.items()) {
                    items.add(known(item, Binder.argument(type, 0), Paths.item(path, items.size())));
                }
                yield new ListNode(list.mark(), items, null);
            }
            default -> node;
        };
    }

    private Entry known(Entry entry, Type type, String path) {
        return new Entry(entry.keyMark(), known(entry.value(), type, path));
    }

    private static void noteWhatHasNoMeaning(ObservoorConfig from, ObservoorNotes notes) {
        ObservoorConfig.ClickHouse clickhouse = from.aggregated().clickhouse();
        Stream.of(
                        Map.entry("table", Optional.ofNullable(clickhouse.table())),
                        Map.entry("batch_size", Optional.ofNullable(clickhouse.batchSize())),
                        Map.entry("flush_interval", Optional.ofNullable(clickhouse.flushInterval())))
                .filter(key -> key.getValue().isPresent())
                .forEach(key -> notes.note(
                        ObservoorNotes.AGGREGATED + "clickhouse." + key.getKey(),
                        "is left out: Observoor reads it and never uses it."));
        if (from.logLevel() != null) {
            notes.note(
                    "log_level",
                    "is left out: Observoor ignores it too. Here, service.telemetry.logs.level is followed.");
        }
        if (from.aggregated().http().keepAlive() != null) {
            notes.note(
                    ObservoorNotes.AGGREGATED + "http.keep_alive",
                    "is left out: connections are kept as long as they are of use.");
        }
        if (!from.aggregated().enabled()) {
            notes.note(
                    ObservoorNotes.AGGREGATED + "enabled",
                    "is not true, with which Observoor does not start. The sink is taken over all the same.");
        }
        notes.note(
                "",
                "rows have the same columns; some figures are more exact: see docs/components/processors/aggregate.md,"
                        + " \"Differences from Observoor\". What cannot be delivered is tried again for 5 minutes, not dropped.");
    }

    private static String head(String name, List<Problem> notes) {
        StringBuilder head = new StringBuilder("# Made of ")
                .append(comment(name))
                .append(" by borescope import observoor. What has no meaning here, or is not the same:\n");
        notes.forEach(
                note -> head.append("#   ").append(comment(note.toString())).append('\n'));
        return head.append('\n').toString();
    }

    /** A file's name may hold anything; a comment ends with its line. */
    private static String comment(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }

    private static String dump(Map<String, Object> configuration) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setDereferenceAliases(true)
                .setWidth(140)
                .build();
        return new Dump(settings).dumpToString(escaped(configuration));
    }

    /** What was a dollar sign there must not become a reference here. */
    private static Object escaped(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> escaped = new LinkedHashMap<>();
                map.forEach((key, child) -> escaped.put(key, escaped(child)));
                yield escaped;
            }
            case List<?> list -> list.stream().map(ObservoorImport::escaped).toList();
            case String text -> text.replace("$", "$$");
            default -> value;
        };
    }
}
