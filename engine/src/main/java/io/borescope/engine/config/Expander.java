package io.borescope.engine.config;

import io.borescope.engine.config.Node.Entry;
import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import io.borescope.engine.config.Node.ScalarKind;
import io.borescope.engine.config.Node.ScalarNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Puts values in for {@code ${env:NAME}}, {@code ${env:NAME:-default}}, {@code ${NAME}}, {@code
 * ${NAME:-default}} and {@code ${file:path}}; {@code $$} stands for a
 * dollar sign.
 *
 * <p>A value that is one placeholder is read as YAML, and keeps its text for keys that want text; a placeholder inside other text is
 * always text. References may stand inside references: {@code ${env:${env:WHICH}}}. What a variable holds is taken as it is, so a
 * password may contain {@code $}; a file that holds a map or a list is configuration and is expanded in turn.
 */
final class Expander {
    private static final int MAX_EXPANSIONS = 1_000;
    private static final int MAX_PER_VALUE = 100;
    private static final int MAX_NESTING = 16;
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** A value that cannot be expanded. */
    private static final class Unexpandable extends Exception {
        private static final long serialVersionUID = 1;

        Unexpandable(String message) {
            super(message);
        }
    }

    /** What a reference stands for. */
    private record Value(String text, boolean isFile, String name) {}

    private final Map<String, String> environment;
    private final Report report;
    private int expansions;

    Expander(Map<String, String> environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    Node expand(Node node) {
        return expand(node, "", 0);
    }

    private Node expand(Node node, String path, int nesting) {
        return switch (node) {
            case MapNode map -> {
                Map<String, Entry> entries = new LinkedHashMap<>();
                map.entries()
                        .forEach((key, entry) -> entries.put(
                                key,
                                new Entry(entry.keyMark(), expand(entry.value(), Paths.child(path, key), nesting))));
                yield new MapNode(map.mark(), entries, map.original());
            }
            case ListNode list -> {
                List<Node> items = new ArrayList<>();
                for (Node item : list.items()) {
                    items.add(expand(item, Paths.item(path, items.size()), nesting));
                }
                yield new ListNode(list.mark(), items, list.original());
            }
            case ScalarNode scalar -> scalar.text().indexOf('$') < 0 ? scalar : expandScalar(scalar, path, nesting);
        };
    }

    private Node expandScalar(ScalarNode scalar, String path, int nesting) {
        try {
            return new ScalarExpansion(scalar.mark(), path, nesting).expand(scalar.text());
        } catch (Unexpandable e) {
            report.problem(scalar.mark(), path, String.valueOf(e.getMessage()));
            return new ScalarNode(scalar.mark(), ScalarKind.BROKEN, "", null);
        }
    }

    /** The expansion of one value. */
    private final class ScalarExpansion {
        private final Mark mark;
        private final String path;
        private final int nesting;
        private int references;

        ScalarExpansion(Mark mark, String path, int nesting) {
            this.mark = mark;
            this.path = path;
            this.nesting = nesting;
        }

        Node expand(String text) throws Unexpandable {
            if (text.startsWith("${") && closingBrace(text, 2) == text.length() - 1) {
                return asYaml(resolve(text.substring(2, text.length() - 1)));
            }
            String expanded = asText(text);
            return new ScalarNode(mark, ScalarKind.TEXT, expanded, references > 0 ? expanded : null);
        }

        private String asText(String text) throws Unexpandable {
            StringBuilder result = new StringBuilder();
            int position = 0;
            while (position < text.length()) {
                int dollar = text.indexOf('$', position);
                if (dollar < 0 || dollar == text.length() - 1) {
                    break;
                }
                result.append(text, position, dollar);
                switch (text.charAt(dollar + 1)) {
                    case '$' -> {
                        result.append('$');
                        position = dollar + 2;
                    }
                    case '{' -> {
                        int end = closingBrace(text, dollar + 2);
                        result.append(resolve(text.substring(dollar + 2, end)).text());
                        position = end + 1;
                    }
                    default -> {
                        result.append('$');
                        position = dollar + 1;
                    }
                }
            }
            return result.append(text, position, text.length()).toString();
        }

        /** Index of the brace that closes the one before {@code start}. */
        private int closingBrace(String text, int start) throws Unexpandable {
            int open = 1;
            for (int i = start; i < text.length(); i++) {
                if (text.startsWith("${", i)) {
                    open++;
                } else if (text.charAt(i) == '}' && --open == 0) {
                    return i;
                }
            }
            throw new Unexpandable("\"${\" is not closed. Write ${env:NAME}, or $${ for the characters themselves.");
        }

        private Value resolve(String reference) throws Unexpandable {
            count();
            int colon = reference.indexOf(':');
            boolean hasScheme = colon >= 0 && !reference.startsWith(":-", colon);
            String scheme = hasScheme ? reference.substring(0, colon) : "env";
            String rest = hasScheme ? reference.substring(colon + 1) : reference;
            return switch (scheme) {
                case "env" -> variable(rest);
                case "file" -> file(asText(rest));
                default ->
                    throw new Unexpandable(
                            "cannot expand ${%s:…}. Known: ${env:NAME}, ${env:NAME:-default}, ${file:path}; $${ for the characters themselves."
                                    .formatted(scheme));
            };
        }

        private void count() throws Unexpandable {
            if (++references > MAX_PER_VALUE) {
                throw new Unexpandable("has more than %d references.".formatted(MAX_PER_VALUE));
            }
            if (++expansions > MAX_EXPANSIONS) {
                throw new Unexpandable("more than %,d references in the configuration.".formatted(MAX_EXPANSIONS));
            }
        }

        private Value variable(String reference) throws Unexpandable {
            int separator = indexOfDefault(reference);
            String name = asText(separator < 0 ? reference : reference.substring(0, separator));
            if (!VARIABLE.matcher(name).matches()) {
                throw new Unexpandable("%s cannot be the name of an environment variable: letters, digits and _ only."
                        .formatted(Report.quoted(name)));
            }
            String value = environment.get(name);
            if (value != null) {
                return new Value(value, false, name);
            }
            if (separator >= 0) {
                return new Value(asText(reference.substring(separator + 2)), false, name);
            }
            report.warning(
                    mark,
                    path,
                    "the environment variable %s is not set; the value is empty. Set it, or write ${env:%s:-default}."
                            .formatted(name, name));
            return new Value("", false, name);
        }

        /** Where {@code :-} begins, outside of nested references. */
        private int indexOfDefault(String reference) {
            int open = 0;
            for (int i = 0; i < reference.length(); i++) {
                if (reference.startsWith("${", i)) {
                    open++;
                } else if (reference.charAt(i) == '}') {
                    open--;
                } else if (open == 0 && reference.startsWith(":-", i)) {
                    return i;
                }
            }
            return -1;
        }

        private Value file(String name) throws Unexpandable {
            try {
                return new Value(TextFile.read(Path.of(name)), true, name);
            } catch (IOException | IllegalArgumentException e) {
                throw new Unexpandable("cannot read the file %s: %s".formatted(Report.quoted(name), e.getMessage()));
            }
        }

        private Node asYaml(Value value) {
            // What a variable holds may be no YAML at all; then it is text, and nothing of it goes into a message.
            Report unused = new Report(List.of());
            Optional<Node> included =
                    value.isFile() ? readInclude(value) : YamlReader.readValue(mark, value.text(), unused);
            String text = value.isFile() ? value.text().stripTrailing() : value.text();
            return switch (included.orElse(null)) {
                case MapNode map -> new MapNode(map.mark(), map.entries(), text);
                case ListNode list -> new ListNode(list.mark(), list.items(), text);
                case ScalarNode scalar
                when !text.contains("\n") && unused.problemCount() == 0 ->
                    new ScalarNode(mark, scalar.kind(), scalar.text(), text);
                case null, default -> new ScalarNode(mark, ScalarKind.TEXT, text, text);
            };
        }

        private Optional<Node> readInclude(Value value) {
            Report unused = new Report(List.of());
            Optional<Node> node = YamlReader.readFile(Mark.of(mark.order(), value.name()), value.text(), unused);
            if (nesting >= MAX_NESTING) {
                report.problem(mark, path, "files include each other more than %d levels deep.".formatted(MAX_NESTING));
                return Optional.empty();
            }
            return node.map(included ->
                    included instanceof ScalarNode ? included : Expander.this.expand(included, path, nesting + 1));
        }
    }
}
