package io.borescope.api.otel;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Writes values as text, as OpenTelemetry wants them where types are not known, and as its Collector writes them. What lies in a list or a map is
 * written in JSON (RFC 8259), maps in the order of their names, so that equal maps are equal texts.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/common/#anyvalue-representation-for-non-otlp-protocols">AnyValue as text</a>
 */
final class ValueText {
    /** Ends a line in JavaScript, so that JSON with it would not be JavaScript. */
    private static final char LINE_SEPARATOR = 0x2028;

    private static final char PARAGRAPH_SEPARATOR = 0x2029;

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
            case Value.Real real -> out.append(text(real.value()));
            case Value.Bytes bytes -> out.append(text(bytes));
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
                new TreeMap<>(fields.values().toMap()).forEach((name, field) -> {
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
            case Value.Bytes bytes -> quote(text(bytes));
            case Value.Real real when !Double.isFinite(real.value()) -> quote(String.valueOf(real.value()));
            default -> write(value);
        }
    }

    private static String text(Value.Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** The fewest digits that tell it from its neighbours, with an exponent where JavaScript writes one: below 1e-6, from 1e21 on. */
    private static String text(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (size == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (size >= 1e-6 && size < 1e21) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e" : "e+")
                + exponent;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case LINE_SEPARATOR, PARAGRAPH_SEPARATOR -> escape(c);
                default -> {
                    if (c < ' ') {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
}
