package io.borescope.extension.clickhouseembedded;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points of time as users write them: {@code 5m} is five minutes ago, {@code 2026-11-21T12:00:00Z} is itself. */
final class QueryTime {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private QueryTime() {}

    /**
     * Reads a point of time.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Instant parse(String text, Instant now) {
        if (DURATION.matcher(text).matches()) {
            return now.minus(parseDuration(text));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no time. Write 30s, 5m, 2h or 7d for so long ago, or 2026-11-21T12:00:00Z."
                            .formatted(text),
                    e);
        }
    }

    /** Reads a length of time. */
    static Duration parseDuration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"%s\" is no length of time. Write 30s, 5m, 2h or 7d.".formatted(text));
        }
        return UNITS.getOrDefault(parts.group(2), Duration.ZERO).multipliedBy(Long.parseLong(parts.group(1)));
    }

    /** The smallest length that {@link #parseDuration} reads and that is not shorter, in its largest fitting unit. */
    static String format(Duration length) {
        if (length.compareTo(Duration.ofMinutes(2)) < 0) {
            return length.plusNanos(999_999_999).toSeconds() + "s";
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return length.plusSeconds(59).toMinutes() + "m";
        }
        return length.compareTo(Duration.ofDays(2)) < 0
                ? length.plusMinutes(59).toHours() + "h"
                : length.plusHours(23).toDays() + "d";
    }
}
