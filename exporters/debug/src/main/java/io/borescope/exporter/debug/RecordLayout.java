package io.borescope.exporter.debug;

import io.borescope.api.command.SafeText;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Value;
import java.util.List;

/**
 * How records of OpenTelemetry of one kind are laid out.
 *
 * @param <T> spans, log records or data points
 */
interface RecordLayout<T> {
    /** What a cell holds at most, and a little more, so that it is seen to be cut. */
    int LONGEST_TEXT = 210;

    /** A table for a row per record, without rows. */
    TextTable table();

    /** The row of a record. */
    List<String> cells(OtelResource resource, T record);

    /** Adds everything that a record says to a table of names and values. */
    void describe(T record, TextTable lines);

    /** When it was, wall time. */
    long epochNanos(T record);

    /** Attributes as {@code name=value name=value}, no longer than is printed. */
    static String text(Attributes attributes) {
        StringBuilder text = new StringBuilder();
        attributes.forEach((name, value) -> {
            if (text.length() < LONGEST_TEXT) {
                text.append(text.isEmpty() ? "" : " ").append(cut(name)).append('=');
                text.append(cut(value));
            }
        });
        return text.toString();
    }

    /** A value, no longer than is printed. */
    static String cut(Value value) {
        return cut(value.asText());
    }

    private static String cut(String text) {
        return SafeText.of(text, LONGEST_TEXT);
    }
}
