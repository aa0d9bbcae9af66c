package io.borescope.api.otel;

import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The binary form of what all records are made of. Each value begins with a byte that says what it is. */
final class ValueForm {
    /** Most elements of a list, so that a damaged length does not fill the heap. */
    static final int MOST = 1 << 20;

    /** Lists in lists, at most; what is read from OTLP has fewer. */
    private static final int DEEPEST = 128;

    private static final int EMPTY = 0;
    private static final int TEXT = 1;
    private static final int BOOL = 2;
    private static final int INT = 3;
    private static final int REAL = 4;
    private static final int ITEMS = 5;
    private static final int FIELDS = 6;
    private static final int BYTES = 7;

    private ValueForm() {}

    static void write(Value value, FormatOutput out) throws IOException {
        out.figures().writeByte(kind(value));
        switch (value) {
            case Value.Empty _ -> {}
            case Value.Text text -> out.text(text.value());
            case Value.Bool bool -> out.figures().writeBoolean(bool.value());
            case Value.Int integer -> out.figures().writeLong(integer.value());
            case Value.Real real -> out.figures().writeDouble(real.value());
            case Value.Items items -> out.list(items.values(), (Value item) -> write(item, out));
            case Value.Fields fields -> write(fields.values(), out);
            case Value.Bytes bytes -> out.bytes(bytes.toArray());
        }
    }

    private static int kind(Value value) {
        return switch (value) {
            case Value.Empty _ -> EMPTY;
            case Value.Text _ -> TEXT;
            case Value.Bool _ -> BOOL;
            case Value.Int _ -> INT;
            case Value.Real _ -> REAL;
            case Value.Items _ -> ITEMS;
            case Value.Fields _ -> FIELDS;
            case Value.Bytes _ -> BYTES;
        };
    }

    static Value read(FormatInput in) throws IOException {
        return read(in, DEEPEST);
    }

    private static Value read(FormatInput in, int depth) throws IOException {
        if (depth == 0) {
            throw in.damaged("values more than " + DEEPEST + " deep");
        }
        int kind = in.figures().readByte();
        return switch (kind) {
            case EMPTY -> Value.Empty.EMPTY;
            case TEXT -> new Value.Text(in.text());
            case BOOL -> new Value.Bool(in.figures().readBoolean());
            case INT -> new Value.Int(in.figures().readLong());
            case REAL -> new Value.Real(in.figures().readDouble());
            case ITEMS -> new Value.Items(in.list("values", MOST, () -> read(in, depth - 1)));
            case FIELDS -> new Value.Fields(readAttributes(in, depth - 1));
            case BYTES -> new Value.Bytes(in.bytes("bytes"));
            default -> throw in.damaged("value of kind " + kind);
        };
    }

    static void write(Attributes attributes, FormatOutput out) throws IOException {
        out.figures().writeInt(attributes.size());
        for (Map.Entry<String, Value> attribute : attributes.toMap().entrySet()) {
            out.text(attribute.getKey());
            write(attribute.getValue(), out);
        }
    }

    static Attributes readAttributes(FormatInput in) throws IOException {
        return readAttributes(in, DEEPEST);
    }

    private static Attributes readAttributes(FormatInput in, int depth) throws IOException {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int left = in.count(MOST, "attributes"); left > 0; left--) {
            values.put(in.text(), read(in, depth));
        }
        return Attributes.of(values);
    }

    static void writeResource(OtelResource resource, FormatOutput out) throws IOException {
        write(resource.attributes(), out);
        out.figures().writeInt(resource.dropped());
        out.text(resource.schemaUrl());
    }

    static OtelResource readResource(FormatInput in) throws IOException {
        return new OtelResource(readAttributes(in), in.figures().readInt(), in.text());
    }

    static void writeScope(Scope scope, FormatOutput out) throws IOException {
        out.text(scope.name());
        out.text(scope.version());
        write(scope.attributes(), out);
        out.figures().writeInt(scope.dropped());
        out.text(scope.schemaUrl());
    }

    static Scope readScope(FormatInput in) throws IOException {
        return new Scope(in.text(), in.text(), readAttributes(in), in.figures().readInt(), in.text());
    }

    static void write(TraceId trace, SpanId span, FormatOutput out) throws IOException {
        out.figures().writeLong(trace.high());
        out.figures().writeLong(trace.low());
        out.figures().writeLong(span.value());
    }

    static TraceId readTraceId(FormatInput in) throws IOException {
        return new TraceId(in.figures().readLong(), in.figures().readLong());
    }

    static SpanId readSpanId(FormatInput in) throws IOException {
        return new SpanId(in.figures().readLong());
    }
}
