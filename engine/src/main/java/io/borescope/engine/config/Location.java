package io.borescope.engine.config;

import io.borescope.engine.config.Node.ListNode;
import io.borescope.engine.config.Node.MapNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds where a key stands that a component names in a problem. */
final class Location {
    private Location() {}

    /** The mark of {@code include[2].name} below a node, or of the nearest thing above it that was written. */
    static Mark find(Node node, String key) {
        if (key.isEmpty()) {
            return node.mark();
        }
        return switch (node) {
            case ListNode list when key.startsWith("[") && key.indexOf(']') > 0 -> inList(list, key);
            case MapNode map -> inMap(map, key);
            default -> node.mark();
        };
    }

    private static Mark inList(ListNode list, String key) {
        int end = key.indexOf(']');
        Node item = item(list, key.substring(1, end));
        return item == null ? list.mark() : find(item, withoutDot(key.substring(end + 1)));
    }

    private static @Nullable Node item(ListNode list, String index) {
        boolean exists = index.matches("[0-9]{1,6}")
                && Integer.parseInt(index) < list.items().size();
        return exists ? list.items().get(Integer.parseInt(index)) : null;
    }

    /** Keys may hold dots themselves, so the longest that fits is taken. */
    private static Mark inMap(MapNode map, String key) {
        return map.entries().entrySet().stream()
                .filter(entry -> startsWithKey(key, entry.getKey()))
                .max(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.length(), b.length())))
                .map(entry -> find(
                        entry.getValue().value(),
                        withoutDot(key.substring(entry.getKey().length()))))
                .orElse(map.mark());
    }

    private static boolean startsWithKey(String path, String key) {
        if (!path.startsWith(key)) {
            return false;
        }
        return path.length() == key.length() || path.charAt(key.length()) == '.' || path.charAt(key.length()) == '[';
    }

    private static String withoutDot(String rest) {
        return rest.startsWith(".") ? rest.substring(1) : rest;
    }
}
