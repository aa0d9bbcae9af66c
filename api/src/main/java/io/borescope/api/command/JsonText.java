package io.borescope.api.command;

/** Text as a JSON string (RFC 8259), for what commands print. */
public final class JsonText {
    private JsonText() {}

    /** The text in quotation marks; what is not ASCII stays, halves of characters are escaped. */
    public static String of(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
