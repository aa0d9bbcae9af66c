package io.borescope.engine.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of configuration that knows where it was written. Immutable. */
sealed interface Node {
    /** Where the value begins. */
    Mark mark();

    /** What an expansion put here, as it was before it was read as YAML; a key that wants text takes this. */
    @Nullable
    String original();

    /** A map in the order of writing. */
    record MapNode(
            Mark mark, Map<String, Entry> entries, @Nullable String original) implements Node {
        public MapNode {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Nullable
        Node find(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }
    }

    /** One key of a map. */
    record Entry(Mark keyMark, Node value) {}

    /** A list. */
    record ListNode(Mark mark, List<Node> items, @Nullable String original) implements Node {
        public ListNode {
            items = List.copyOf(items);
        }
    }

    /**
     * A single value.
     *
     * @param text without quotes
     */
    record ScalarNode(
            Mark mark,
            ScalarKind kind,
            String text,
            @Nullable String original) implements Node {
        /** The value as a key sees it that wants text. */
        String asText() {
            return original == null ? text : original;
        }
    }

    /** What a single value is by YAML's core schema, as far as it matters here. */
    enum ScalarKind {
        NULL,
        TEXT,
        /** A number or a boolean, written without quotes. */
        LITERAL,
        /** Could not be expanded, which has been reported: whoever meets it stays silent. */
        BROKEN
    }

    /** Whether nothing was written. */
    default boolean isNull() {
        return this instanceof ScalarNode scalar && scalar.kind() == ScalarKind.NULL;
    }

    /** What it is, for messages. */
    default String describe() {
        return switch (this) {
            case MapNode _ -> "a map";
            case ListNode _ -> "a list";
            case ScalarNode scalar when scalar.kind() == ScalarKind.NULL -> "nothing";
            case ScalarNode _ -> "a single value";
        };
    }
}
