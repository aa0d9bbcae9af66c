package io.borescope.extension.admin.tap;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A record as names and values, in the order in which people read them. Values are texts, {@link Long}, {@link Double}, {@link Boolean} or lists of
 * such. What is empty is left out, and so is what is beyond the limits; then {@code truncated} is among them.
 */
public final class Fields {
    /** What a record whose end is missing says about itself. */
    static final String TRUNCATED = "truncated";

    private static final int MOST_FIELDS = 200;
    private static final int MOST_CHARACTERS = 16_384;
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_LIST = 256;

    private final SequencedMap<String, Object> values = new LinkedHashMap<>();
    private int characters;

    /** By name, in order. */
    public SequencedMap<String, Object> values() {
        return Collections.unmodifiableSequencedMap(values);
    }

    /** The value of a name, or null. */
    public @Nullable Object get(String name) {
        return values.get(name);
    }

    Fields put(String name, String text) {
        if (!text.isEmpty()) {
            add(name, cut(text), Math.min(text.length(), LONGEST_TEXT));
        }
        return this;
    }

    Fields put(String name, long number) {
        add(name, number, Long.BYTES);
        return this;
    }

    Fields put(String name, double number) {
        add(name, number, Double.BYTES);
        return this;
    }

    Fields put(String name, boolean truth) {
        add(name, truth, 1);
        return this;
    }

    Fields put(String name, OptionalDouble number) {
        number.ifPresent(value -> put(name, value));
        return this;
    }

    Fields put(String name, List<?> list) {
        if (!list.isEmpty()) {
            List<?> kept = list.subList(0, Math.min(list.size(), LONGEST_LIST));
            List<?> values = kept.stream()
                    .map(each -> each instanceof String text ? cut(text) : each)
                    .toList();
            add(
                    name,
                    values,
                    kept.stream()
                            .mapToInt(each -> String.valueOf(each).length())
                            .sum());
            markIf(list.size() > LONGEST_LIST);
        }
        return this;
    }

    Fields put(String name, Value value) {
        return switch (value) {
            case Value.Int integer -> put(name, integer.value());
            case Value.Real real -> put(name, real.value());
            case Value.Bool bool -> put(name, bool.value());
            default -> put(name, value.asText());
        };
    }

    /** Each under the prefix, a dot and its name. */
    Fields putAll(String prefix, Attributes attributes) {
        for (int i = 0; i < Math.min(attributes.size(), MOST_FIELDS); i++) {
            put(prefix + "." + attributes.name(i), attributes.value(i));
        }
        markIf(attributes.size() > MOST_FIELDS);
        return this;
    }

    /** Each under the prefix, a dot and its name. */
    Fields putAll(String prefix, Map<String, String> texts) {
        texts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_FIELDS)
                .forEach(entry -> put(prefix + "." + entry.getKey(), entry.getValue()));
        markIf(texts.size() > MOST_FIELDS);
        return this;
    }

    private String cut(String text) {
        markIf(text.length() > LONGEST_TEXT);
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private void add(String name, Object value, int length) {
        int size = name.length() + length;
        if (values.size() >= MOST_FIELDS || characters + size > MOST_CHARACTERS) {
            markIf(true);
            return;
        }
        characters += size;
        values.put(name, value);
    }

    private void markIf(boolean cut) {
        if (cut) {
            values.put(TRUNCATED, true);
        }
    }
}
