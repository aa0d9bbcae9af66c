package io.borescope.extension.clickhouseembedded;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points of time as users write them: {@code 5m} is five minutes ago, {@code 2026-11-21T12:00:00Z} is itself. */
final class QueryTime {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smhd])");

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
        return unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1)));
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /** A length that {@link #parseDuration} reads, not shorter, and longer by less than its unit. */
    static String format(Duration length) {
        String unit = length.compareTo(Duration.ofMinutes(2)) < 0
                ? "s"
                : length.compareTo(Duration.ofHours(2)) < 0
                        ? "m"
                        : length.compareTo(Duration.ofDays(2)) < 0 ? "h" : "d";
        long nanos = unit(unit).toNanos();
        return Math.ceilDiv(length.toNanos(), nanos) + unit;
    }
}
