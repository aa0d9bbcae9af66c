package io.borescope.extension.clickhouseembedded.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * First line and headers of a request or an answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
record Head(String firstLine, List<Field> fields) {
    /** A header. */
    record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    private static final int MOST_FIELDS = 100;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    /** About one connection, not about the message; or written anew. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Takes the text before the empty line apart. */
    static Head parse(String text) throws RefusedException {
        List<String> lines = Arrays.asList(text.split("\r\n", -1));
        if (lines.size() - 1 > MOST_FIELDS) {
            throw new RefusedException(431, "More than " + MOST_FIELDS + " headers.");
        }
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            fields.add(field(line));
        }
        return new Head(lines.getFirst(), fields);
    }

    private static Field field(String line) throws RefusedException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        if (colon < 0 || !NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new RefusedException(400, "A header is malformed.");
        }
        return new Field(name, value);
    }

    Optional<String> value(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).findFirst();
    }

    boolean says(String name, String word) {
        return fields.stream()
                .filter(field -> field.is(name))
                .flatMap(field -> Arrays.stream(field.value().split(",")))
                .anyMatch(part -> part.strip().equalsIgnoreCase(word));
    }

    /** The length that is announced, or -1. */
    long contentLength() throws RefusedException {
        List<String> lengths = fields.stream()
                .filter(field -> field.is("content-length"))
                .map(Field::value)
                .distinct()
                .toList();
        if (lengths.isEmpty()) {
            return -1;
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
            throw new RefusedException(400, "The content length is malformed.");
        }
        return Long.parseLong(lengths.getFirst());
    }

    /** Whether the body is in chunks; anything else than plain chunks is refused. */
    boolean isChunked() throws RefusedException {
        List<String> codings = fields.stream()
                .filter(field -> field.is("transfer-encoding"))
                .map(field -> field.value().toLowerCase(Locale.ROOT))
                .toList();
        if (codings.isEmpty()) {
            return false;
        }
        if (!codings.equals(List.of("chunked"))) {
            throw new RefusedException(501, "The only transfer encoding is chunked.");
        }
        if (value("content-length").isPresent()) {
            throw new RefusedException(400, "The body has a length and chunks.");
        }
        return true;
    }

    /**
     * The bytes to send: a first line, the headers that are about the message, and some of the sender's own.
     *
     * @param own lines without their ends
     */
    byte[] rewritten(String first, List<String> own) {
        StringBuilder text = new StringBuilder(first).append("\r\n");
        for (Field field : fields) {
            if (!NOT_PASSED_ON.contains(field.name().toLowerCase(Locale.ROOT))) {
                text.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        own.forEach(line -> text.append(line).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
