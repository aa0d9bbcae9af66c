package io.borescope.engine.config;

import io.borescope.engine.config.Node.ScalarKind;
import java.util.regex.Pattern;

/** Writes text as YAML. */
public final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*");

    private YamlText() {}

    /** The text as one YAML value: without quotes where they are not needed, else in double quotes on one line. */
    public static String of(String text) {
        boolean isPlain = PLAIN.matcher(text).matches() && YamlReader.kindOf(text) == ScalarKind.TEXT;
        return isPlain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> appendVisible(quoted, c);
            }
        });
        return quoted.append('"').toString();
    }

    private static void appendVisible(StringBuilder quoted, int c) {
        boolean visible = switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
        if (visible) {
            quoted.appendCodePoint(c);
        } else {
            quoted.append("\\U%08x".formatted(c));
        }
    }
}
