package io.borescope.engine.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as programs in Rust read them: {@code 1h 30m}, {@code 90sec}, {@code 2days}.
 *
 * @see <a href="https://docs.rs/humantime/latest/humantime/fn.parse_duration.html">humantime</a>
 */
final class HumanDuration {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final Pattern PART = Pattern.compile("\\s*([0-9]{1,18})\\s*([a-zA-Zµ]{1,8})\\s*");

    private HumanDuration() {}

    /** Nothing if the text is not that, or longer than 292 years. */
    static Optional<Duration> parse(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int position = 0;
        try {
            while (part.lookingAt()) {
                sum = sum.plus(Durations.parse(part.group(1) + unit(part.group(2))));
                position = part.end();
                part.region(position, text.length());
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
        boolean isWhole =
                (position == text.length() && position > 0) || text.strip().equals("0");
        return isWhole && sum.compareTo(LONGEST) <= 0 ? Optional.of(sum) : Optional.empty();
    }

    private static String unit(String word) {
        return switch (word) {
            case "nsec" -> "ns";
            case "usec", "µs" -> "us";
            case "msec", "millis" -> "ms";
            case "seconds", "second", "secs", "sec" -> "s";
            case "minutes", "minute", "mins", "min" -> "m";
            case "hours", "hour", "hrs", "hr" -> "h";
            case "days", "day" -> "d";
            default -> word;
        };
    }
}
