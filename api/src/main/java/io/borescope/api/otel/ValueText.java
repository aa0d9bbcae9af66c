package io.borescope.api.otel;

import java.util.Locale;

/** Writes values as text. What lies in a list or a map is written in JSON (RFC 8259). */
final class ValueText {
    private final StringBuilder out = new StringBuilder();

    private ValueText() {}

    static String of(Value value) {
        return switch (value) {
            case Value.Text text -> text.value();
            case Value.Empty _ -> "";
            default -> {
                ValueText writer = new ValueText();
                writer.write(value);
                yield writer.out.toString();
            }
        };
    }

    private void write(Value value) {
        switch (value) {
            case Value.Empty _ -> out.append("null");
            case Value.Text text -> quote(text.value());
            case Value.Bool bool -> out.append(bool.value());
            case Value.Int integer -> out.append(integer.value());
            case Value.Real real -> out.append(real.value());
            case Value.Bytes bytes -> out.append(bytes);
            case Value.Items items -> {
                char before = '[';
                for (Value item : items.values()) {
                    out.append(before);
                    writeInside(item);
                    before = ',';
                }
                out.append(before == '[' ? "[]" : "]");
            }
            case Value.Fields fields -> {
                out.append('{');
                fields.values().forEach((name, field) -> {
                    quote(name);
                    out.append(':');
                    writeInside(field);
                    out.append(',');
                });
                if (!fields.values().isEmpty()) {
                    out.setLength(out.length() - 1);
                }
                out.append('}');
            }
        }
    }

    /** JSON has neither bytes nor numbers that are none. */
    private void writeInside(Value value) {
        switch (value) {
            case Value.Bytes bytes -> quote(bytes.toString());
            case Value.Real real when !Double.isFinite(real.value()) -> quote(String.valueOf(real.value()));
            default -> write(value);
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
