package io.borescope.extension.admin;

import io.borescope.extension.admin.tap.Times;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON, a line. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** An object with these members. */
    static String object(Consumer<JsonGenerator> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    /** A member that is an array of objects. */
    static <T> void array(JsonGenerator out, String name, Iterable<T> items, Consumer<T> members) {
        out.writeArrayPropertyStart(name);
        for (T item : items) {
            out.writeStartObject();
            members.accept(item);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** A member that is a time. */
    static void time(JsonGenerator out, String name, long epochNanos) {
        out.writeStringProperty(name, Times.text(epochNanos));
    }
}
