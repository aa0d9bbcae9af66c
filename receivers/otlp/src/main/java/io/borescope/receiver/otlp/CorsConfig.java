package io.borescope.receiver.otlp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;

/**
 * Which pages in browsers may send.
 *
 * @param allowedOrigins with one {@code *} at most, for any characters
 * @param allowedHeaders beside those that browsers always let pass
 * @param maxAge seconds for which a browser remembers the answer; 0 for its own default
 */
public record CorsConfig(
        @Doc("Origins of pages that may send, such as https://*.example.com.")
        List<String> allowedOrigins,

        @Doc("Headers that these pages may set, beside content-type and others that browsers always allow. * for any.")
        List<String> allowedHeaders,

        @Doc("Seconds for which browsers remember the answer. 0: as long as they like.")
        Integer maxAge) {
    public CorsConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHeaders = List.copyOf(allowedHeaders);
        maxAge = requireNonNullElse(maxAge, 0);
    }

    void validate(Problems problems) {
        for (String origin : allowedOrigins) {
            if (origin.indexOf('*') != origin.lastIndexOf('*')) {
                problems.add("allowed_origins", "\"%s\" has more than one *. Write an entry for each origin.", origin);
            }
        }
        if (maxAge < 0) {
            problems.add("max_age", "%d is negative.", maxAge);
        }
    }

    boolean allows(String origin) {
        return allowedOrigins.stream().anyMatch(allowed -> matches(allowed, origin));
    }

    /** Without a regular expression, which could be made to take long. */
    private static boolean matches(String allowed, String origin) {
        int star = allowed.indexOf('*');
        if (star < 0) {
            return allowed.equalsIgnoreCase(origin);
        }
        String before = allowed.substring(0, star);
        String after = allowed.substring(star + 1);
        return origin.length() >= before.length() + after.length()
                && origin.regionMatches(true, 0, before, 0, before.length())
                && origin.regionMatches(true, origin.length() - after.length(), after, 0, after.length());
    }
}
