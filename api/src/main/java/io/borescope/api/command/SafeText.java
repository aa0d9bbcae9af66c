package io.borescope.api.command;

/** Makes text of unknown origin, such as process names, fit for a terminal. */
public final class SafeText {
    private static final char REPLACEMENT = '?';

    private SafeText() {}

    /**
     * The text in one line, at most {@code limit} characters long; where it was cut it ends in three dots. What could steer a terminal (control and format
     * characters, halves of surrogate pairs, line separators) becomes a question mark.
     */
    public static String of(String text, int limit) {
        StringBuilder safe = new StringBuilder();
        int length = 0;
        for (int at = 0; at < text.length(); length++) {
            if (length == limit) {
                return safe.substring(0, safe.offsetByCodePoints(0, limit - 3)) + "...";
            }
            int codePoint = text.codePointAt(at);
            safe.appendCodePoint(isHarmless(codePoint) ? codePoint : REPLACEMENT);
            at += Character.charCount(codePoint);
        }
        return safe.toString();
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
