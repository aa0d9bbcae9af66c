package io.borescope.extension.admin;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind the question mark of an address, decoded. */
final class Query {
    private static final int MOST = 32;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is not well formed, or has more than 32 parts
     */
    Query(URI address) {
        String raw = address.getRawQuery();
        if (raw == null || raw.isEmpty()) {
            return;
        }
        String[] parts = raw.split("&", MOST + 1);
        if (parts.length > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " parameters");
        }
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            values.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(equals < 0 ? "" : decode(part.substring(equals + 1)));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** All values of a name, in order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The first value of a name. */
    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException with a message for users if it is none, or too small or large
     */
    long number(String name, long fallback, long least, long most) {
        Optional<String> text = first(name);
        if (text.isEmpty()) {
            return fallback;
        }
        long number = text.get().matches("[0-9]{1,9}") ? Long.parseLong(text.get()) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException("%s is not a number from %d to %d.".formatted(name, least, most));
        }
        return number;
    }
}
