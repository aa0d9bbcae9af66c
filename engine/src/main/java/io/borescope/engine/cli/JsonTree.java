package io.borescope.engine.cli;

import io.borescope.api.command.JsonText;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, texts, numbers and booleans within each other as JSON, a line per key; lists of single values on one line. */
final class JsonTree {
    private static final String INDENT = "  ";

    private JsonTree() {}

    /** The value in ASCII: whatever the terminal or file is encoded in, it stays what it is. */
    static String of(Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value, "\n");
        return json.chars()
                .mapToObj(c -> c > '~' ? "\\u%04x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static void append(StringBuilder json, Object value, String newLine) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> appendMap(json, map, newLine);
            case List<?> list when list.stream().anyMatch(Map.class::isInstance) -> appendList(json, list, newLine);
            case Map<?, ?> _ -> json.append("{}");
            case List<?> list ->
                json.append(list.stream().map(JsonTree::of).collect(Collectors.joining(", ", "[", "]")));
            case String text -> json.append(JsonText.of(text));
            case Number _, Boolean _ -> json.append(value);
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }

    private static void appendMap(StringBuilder json, Map<?, ?> map, String newLine) {
        String deeper = newLine + INDENT;
        json.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            json.append(deeper)
                    .append(JsonText.of(String.valueOf(entry.getKey())))
                    .append(": ");
            append(json, entry.getValue(), deeper);
            json.append(entries.hasNext() ? "," : newLine);
        }
        json.append('}');
    }

    private static void appendList(StringBuilder json, List<?> list, String newLine) {
        String deeper = newLine + INDENT;
        json.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            json.append(deeper);
            append(json, items.next(), deeper);
            json.append(items.hasNext() ? "," : newLine);
        }
        json.append(']');
    }
}
