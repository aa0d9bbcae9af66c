package io.borescope.engine.config;

import io.borescope.engine.config.Node.Entry;
import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.config.Node.ScalarKind;
import io.borescope.engine.config.Node.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML document into {@link Node}s. Goes on after a duplicate key, ends at the first syntax error.
 *
 * <p>Works on the parser's events because only they tell quotes, anchors and exact positions. Sizes are bounded: depth, nodes after
 * aliases, and (by the callers) bytes.
 */
final class YamlReader {
    /** Largest source, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 100_000;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern LITERAL = Pattern.compile("true|True|TRUE|false|False|FALSE"
            + "|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
            + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final String STRING_TAG = "tag:yaml.org,2002:str";

    /** A syntax error, which ends the reading of this document. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Mark mark;

        Unreadable(Mark mark, String message) {
            super(message);
            this.mark = mark;
        }
    }

    private record Anchored(Node node, int size, int height) {}

    private final Mark start;
    private final boolean oneMark;
    private final Report report;
    private final ParserImpl events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(Mark start, boolean oneMark, String text, Report report) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(start.source())
                .setParseComments(false)
                .build();
        this.start = start;
        this.oneMark = oneMark;
        this.report = report;
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /**
     * Reads a file.
     *
     * @param source the file, a mark without a line
     * @return the root; a null scalar if the text is empty; nothing if the text cannot be read, which has then been reported
     */
    static Optional<Node> readFile(Mark source, String text, Report report) {
        return read(source, false, text, report);
    }

    /** Reads a value that was given elsewhere: by an option, a variable, a file with one secret. All of it has the same mark. */
    static Optional<Node> readValue(Mark mark, String text, Report report) {
        return read(mark, true, text, report);
    }

    private static Optional<Node> read(Mark source, boolean oneMark, String text, Report report) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            return Optional.of(new YamlReader(source, oneMark, body, report).document());
        } catch (Unreadable e) {
            report.problem(e.mark, "", String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            report.problem(oneMark ? source : markOf(source, e), "", explain(e.getProblem()));
        } catch (ReaderException e) {
            report.problem(
                    oneMark ? source : positionOf(source, body, e.getPosition()),
                    "",
                    "the character U+%04X is not allowed in YAML.".formatted(e.getCodePoint()));
        } catch (YamlVersionException e) {
            report.problem(source, "", "only YAML 1.2 can be read.");
        } catch (YamlEngineException e) {
            report.problem(source, "", "is not YAML: " + firstLine(e) + ".");
        }
        return Optional.empty();
    }

    private static Mark markOf(Mark source, MarkedYamlEngineException e) {
        return e.getProblemMark()
                .or(e::getContextMark)
                .map(mark -> new Mark(source.order(), source.source(), mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(source);
    }

    private static Mark positionOf(Mark source, String text, int position) {
        String before = text.substring(0, Math.min(Math.max(position, 0), text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Mark(source.order(), source.source(), line, before.length() - before.lastIndexOf('\n'));
    }

    private static String explain(@Nullable String problem) {
        if (problem == null) {
            return "is not YAML.";
        }
        if (problem.contains("TAB")) {
            return "a tab is used for indentation. YAML takes blanks only.";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a second \":\" on one line. Put text that holds \": \" in quotes, or check the indentation.";
        }
        return problem + ". Check quotes, brackets and indentation around here.";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown syntax error");
    }

    private Node document() throws Unreadable {
        events.next(); // the stream's start
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return new ScalarNode(at(1, 1), ScalarKind.NULL, "", null);
        }
        events.next(); // the document's start
        Node root = node(events.next(), 0);
        events.next(); // the document's end
        Event next = events.next();
        if (next.getEventId() != Event.ID.StreamEnd) {
            throw new Unreadable(mark(next), "a second document begins here. Put it into a file of its own.");
        }
        return root;
    }

    private Node node(Event event, int depth) throws Unreadable {
        Mark mark = mark(event);
        if (depth > MAX_DEPTH) {
            throw tooDeep(mark);
        }
        countNodes(1, mark);
        rejectTag(event, mark);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, mark, depth);
        }
        int before = nodes;
        Node node = switch (event) {
            case MappingStartEvent _ -> map(mark, depth);
            case SequenceStartEvent _ -> list(mark, depth);
            case ScalarEvent scalar -> scalar(scalar, mark);
            default -> throw new Unreadable(mark, "is not YAML.");
        };
        anchorOf(event).ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before + 1, height(node))));
        return node;
    }

    private static Optional<Anchor> anchorOf(Event event) {
        return event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
    }

    private Node aliased(AliasEvent alias, Mark mark, int depth) throws Unreadable {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw new Unreadable(
                    mark,
                    "*%s has no anchor &%s before it. Put text that begins with * in quotes."
                            .formatted(alias.getAlias(), alias.getAlias()));
        }
        if (depth + anchored.height > MAX_DEPTH) {
            throw tooDeep(mark);
        }
        countNodes(anchored.size, mark);
        return anchored.node;
    }

    private static Unreadable tooDeep(Mark mark) {
        return new Unreadable(mark, "nested deeper than %d levels.".formatted(MAX_DEPTH));
    }

    /** Levels below a node. */
    private static int height(Node node) {
        return switch (node) {
            case ScalarNode _ -> 0;
            case ListNode list ->
                1 + list.items().stream().mapToInt(YamlReader::height).max().orElse(0);
            case MapNode map ->
                1
                        + map.entries().values().stream()
                                .mapToInt(entry -> height(entry.value()))
                                .max()
                                .orElse(0);
        };
    }

    private void countNodes(int more, Mark mark) throws Unreadable {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new Unreadable(mark, "more than %,d values, aliases counted in full.".formatted(MAX_NODES));
        }
    }

    private MapNode map(Mark mark, int depth) throws Unreadable {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event keyEvent = events.next();
            Mark keyMark = mark(keyEvent);
            if (!(keyEvent instanceof ScalarEvent key)) {
                throw new Unreadable(
                        keyMark, "a key must be plain text. Put text that begins with [, { or * in quotes.");
            }
            Node value = node(events.next(), depth + 1);
            Entry first = entries.putIfAbsent(key.getValue(), new Entry(keyMark, value));
            if (first != null) {
                report.problem(
                        keyMark,
                        "",
                        "the key %s is already at line %d. Keep one of them."
                                .formatted(
                                        Report.quoted(key.getValue()),
                                        first.keyMark().line()));
            }
        }
        events.next();
        return new MapNode(mark, entries, null);
    }

    private ListNode list(Mark mark, int depth) throws Unreadable {
        List<Node> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(events.next(), depth + 1));
        }
        events.next();
        return new ListNode(mark, items, null);
    }

    private static void rejectTag(Event event, Mark mark) throws Unreadable {
        String tag = tagOf(event);
        if (!tag.isEmpty() && !tag.equals("!") && !tag.equals(STRING_TAG)) {
            throw new Unreadable(mark, "the tag %s is not supported.".formatted(Report.quoted(tag)));
        }
    }

    private static String tagOf(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag().orElse("");
            case CollectionStartEvent collection -> collection.getTag().orElse("");
            default -> "";
        };
    }

    private static ScalarNode scalar(ScalarEvent event, Mark mark) {
        boolean isBare = event.isPlain() && tagOf(event).isEmpty();
        ScalarKind kind = isBare ? kindOf(event.getValue()) : ScalarKind.TEXT;
        return new ScalarNode(mark, kind, event.getValue(), null);
    }

    /** What unquoted text is by YAML's core schema. */
    static ScalarKind kindOf(String text) {
        if (NULLS.contains(text)) {
            return ScalarKind.NULL;
        }
        return LITERAL.matcher(text).matches() ? ScalarKind.LITERAL : ScalarKind.TEXT;
    }

    private Mark mark(Event event) {
        return event.getStartMark()
                .map(mark -> at(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(start);
    }

    private Mark at(int line, int column) {
        return oneMark ? start : new Mark(start.order(), start.source(), line, column);
    }
}
