package io.borescope.exporter.prometheus;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of a series, put together one by one. */
final class Labels {
    private final SortedMap<String, String> values;

    private Labels(SortedMap<String, String> values) {
        this.values = values;
    }

    /** These labels, by names that are made to fit. */
    static Labels of(Map<String, String> values) {
        Labels labels = new Labels(new TreeMap<>());
        values.forEach(labels::add);
        return labels;
    }

    /** The same, to add others to. */
    Labels copy() {
        return new Labels(new TreeMap<>(values));
    }

    /** Adds a label unless it says nothing; two whose names become the same share one. */
    Labels add(String name, String value) {
        if (!value.isEmpty()) {
            values.merge(Names.label(name), value, (first, second) -> first + ";" + second);
        }
        return this;
    }

    /** Adds a label where there is none of its name. */
    Labels addIfAbsent(String name, String value) {
        if (!value.isEmpty()) {
            values.putIfAbsent(Names.label(name), value);
        }
        return this;
    }

    /** As they stand between the braces; equal labels, equal text. */
    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            text.append(text.isEmpty() ? "" : ",").append(name).append("=\"");
            escape(value, text);
            text.append('"');
        });
        return text.toString();
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
    }
}
