package io.borescope.engine.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Durations as the Collector writes them: {@code 1s}, {@code 200ms}, {@code 1m30s}, {@code 1.5h}; and days, which it has not: {@code 30d}. */
public final class Durations {
    private static final String PART_SYNTAX = "([0-9]{1,18}(?:\\.[0-9]{1,18})?)(ns|us|µs|ms|s|m|h|d)";

    /** Regular expression of the written form, common to Java and ECMA-262; what is longer than 292 years fits too. */
    static final String SYNTAX = "0|(" + PART_SYNTAX + ")+";

    private static final Pattern PART = Pattern.compile(PART_SYNTAX);
    private static final Map<String, Long> NANOS_BY_UNIT = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private Durations() {}

    /**
     * Reads a duration of 0 or more, up to 292 years.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "%s has no unit. Write %ss, %sms or %sm.".formatted(text, text, text, text));
        }
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int position = 0;
        while (part.lookingAt()) {
            BigDecimal unit = BigDecimal.valueOf(NANOS_BY_UNIT.getOrDefault(part.group(2), 0L));
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
            position = part.end();
            part.region(position, text.length());
        }
        if (position == 0 || position != text.length()) {
            throw new IllegalArgumentException(
                    "%s is not a duration. Write 10us, 200ms, 1s, 1m30s, 1h or 30d.".formatted(Report.quoted(text)));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("%s is longer than 292 years.".formatted(Report.quoted(text)));
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** A duration as {@link #parse} reads it, in the largest unit that needs no fraction. */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        return Stream.of("d", "h", "m", "s", "ms", "us")
                .filter(unit -> nanos != 0 && nanos % NANOS_BY_UNIT.getOrDefault(unit, 1L) == 0)
                .findFirst()
                .map(unit -> nanos / NANOS_BY_UNIT.getOrDefault(unit, 1L) + unit)
                .orElse(nanos == 0 ? "0s" : nanos + "ns");
    }
}
