package io.borescope.api.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Retry-After}. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final long NANOS_PER_MILLI = 1_000_000;

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param header seconds, or a date
     * @param epochNanos now, wall time
     * @return nothing if it is neither
     */
    public static Optional<Duration> read(String header, long epochNanos) {
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            long until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            return Optional.of(Duration.ofMillis(Math.max(0, until - epochNanos / NANOS_PER_MILLI)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
