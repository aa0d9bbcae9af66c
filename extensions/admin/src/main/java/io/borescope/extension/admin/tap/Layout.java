package io.borescope.extension.admin.tap;

import io.borescope.api.command.SafeText;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** How records are written down, one per line. */
public enum Layout {
    /** For people: time and what it is, then names and values. */
    TEXT("text/plain; charset=utf-8") {
        @Override
        String record(Fields record) {
            StringBuilder line = new StringBuilder();
            for (Map.Entry<String, Object> field : record.values().entrySet()) {
                boolean speaksForItself = line.isEmpty() || LEADING.contains(field.getKey());
                if (line.isEmpty()) {
                    line.append(timeOfDay(field));
                } else {
                    line.append(speaksForItself ? "  " : " ")
                            .append(speaksForItself ? "" : SafeText.of(field.getKey(), LONGEST_NAME) + "=")
                            .append(quoted(field.getValue()));
                }
            }
            return line.toString();
        }

        @Override
        String status(String edge, RecordWatcher.Counts counts, boolean isConfigured) {
            return "# %,d passed, %,d shown, %,d not wanted, %,d left out%s"
                    .formatted(
                            counts.passed(),
                            counts.shown(),
                            counts.unwanted(),
                            counts.leftOut(),
                            isConfigured ? "" : "; " + edge + " is not part of the configuration now");
        }
    },

    /** For programs: a JSON object (NDJSON), in ASCII. */
    JSON("application/x-ndjson") {
        @Override
        String record(Fields record) {
            return object(out -> record.values().forEach((name, value) -> {
                out.writeName(name);
                write(out, value);
            }));
        }

        @Override
        String status(String edge, RecordWatcher.Counts counts, boolean isConfigured) {
            return object(out -> {
                out.writeObjectPropertyStart("tap");
                out.writeStringProperty("edge", edge);
                out.writeNumberProperty("passed", counts.passed());
                out.writeNumberProperty("shown", counts.shown());
                out.writeNumberProperty("not_wanted", counts.unwanted());
                out.writeNumberProperty("left_out", counts.leftOut());
                out.writeBooleanProperty("configured", isConfigured);
                out.writeEndObject();
            });
        }
    };

    /** What is said second needs no name in front. */
    private static final List<String> LEADING = List.of("event", "span", "metric", "severity");

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 512;
    private static final JsonFactory JSON_FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String contentType;

    Layout(String contentType) {
        this.contentType = contentType;
    }

    /**
     * Finds one by its name.
     *
     * @throws IllegalArgumentException with a message for users if there is none
     */
    public static Layout of(String name) {
        return switch (name) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new IllegalArgumentException("format is text or json.");
        };
    }

    /** As HTTP calls it. */
    public String contentType() {
        return contentType;
    }

    /** A record, without a line break. */
    abstract String record(Fields record);

    /** What became of the records so far, told from a record by how it begins. */
    abstract String status(String edge, RecordWatcher.Counts counts, boolean isConfigured);

    private static String timeOfDay(Map.Entry<String, Object> field) {
        String text = String.valueOf(field.getValue());
        int day = text.indexOf('T');
        return field.getKey().equals("time") && day > 0
                ? text.substring(day + 1, day + 1 + "00:00:00.000000".length())
                : "--:--:--.------  " + quoted(field.getValue());
    }

    private static String quoted(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Layout::quoted).collect(Collectors.joining(",", "[", "]"));
        }
        String text = SafeText.of(String.valueOf(value), LONGEST_VALUE);
        return text.matches("[^ \"]*") ? text : "\"" + text.replace("\"", "\\\"") + "\"";
    }

    @FunctionalInterface
    private interface Members {
        void writeTo(JsonGenerator out);
    }

    private static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON_FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            members.writeTo(out);
            out.writeEndObject();
        }
        return text.toString();
    }

    /** JSON has no numbers that are none. */
    private static void write(JsonGenerator out, Object value) {
        switch (value) {
            case Long number -> out.writeNumber(number);
            case Double number when Double.isFinite(number) -> out.writeNumber(number);
            case Boolean truth -> out.writeBoolean(truth);
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(each -> write(out, each));
                out.writeEndArray();
            }
            default -> out.writeString(value.toString());
        }
    }
}
