package io.borescope.exporter.debug;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.IntToLongFunction;

/** Writes figures as people read them, with the characters that the terminal's charset has. */
final class Values {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double BYTE_STEP = 1024;
    private static final double TIME_STEP = 1000;

    /** From nothing to the fullest bucket of a row. */
    private static final String UNICODE_BARS = "·▁▂▃▄▅▆▇█";

    private static final String ASCII_BARS = "_.:-=+*#@";

    private final String[] timeUnits;
    private final String bars;

    Values(Charset charset) {
        boolean unicode = charset.canEncode() && charset.newEncoder().canEncode(UNICODE_BARS + "µ");
        bars = unicode ? UNICODE_BARS : ASCII_BARS;
        timeUnits = new String[] {"ns", unicode ? "µs" : "us", "ms", "s"};
    }

    /** Date and time of day in UTC, to the millisecond. */
    static String dateTime(long epochNanos) {
        return DATE_TIME.format(instant(epochNanos));
    }

    /** Time of day in UTC, to the microsecond. */
    static String time(long epochNanos) {
        return TIME.format(instant(epochNanos));
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
    }

    /** A count with its thousands apart. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * A figure with a unit that suits its size.
     *
     * @param unit what it is measured in, in UCUM notation; one that is not known here is written as it is
     */
    String quantity(double value, String unit) {
        return switch (unit) {
            case "ns" -> scaled(value, 0, timeUnits, TIME_STEP);
            case "us" -> scaled(value, 1, timeUnits, TIME_STEP);
            case "ms" -> scaled(value, 2, timeUnits, TIME_STEP);
            case "s" -> scaled(value, 3, timeUnits, TIME_STEP);
            case "By" -> scaled(value, 0, BYTE_UNITS, BYTE_STEP);
            case "%" -> digits(value) + "%";
            default ->
                unit.isEmpty() || unit.equals("1") || unit.startsWith("{") ? digits(value) : digits(value) + unit;
        };
    }

    private static String scaled(double value, int unit, String[] units, double step) {
        double scaled = value;
        int at = unit;
        while (Math.abs(scaled) >= step && at < units.length - 1) {
            scaled /= step;
            at++;
        }
        while (Math.abs(scaled) < 1 && scaled != 0 && at > 0) {
            scaled *= step;
            at--;
        }
        return digits(scaled) + units[at];
    }

    /** Whole numbers whole, others with about three digits that count. */
    private static String digits(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) || size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** A bar per bucket; the height is its share of the fullest one, and whatever is not empty shows. */
    String histogram(int buckets, IntToLongFunction counts) {
        long most = 1;
        for (int i = 0; i < buckets; i++) {
            most = Math.max(most, counts.applyAsLong(i));
        }
        int highest = bars.length() - 1;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < buckets; i++) {
            double share = (double) counts.applyAsLong(i) / most;
            line.append(bars.charAt((int) Math.ceil(Math.max(0, share) * highest)));
        }
        return line.toString();
    }
}
