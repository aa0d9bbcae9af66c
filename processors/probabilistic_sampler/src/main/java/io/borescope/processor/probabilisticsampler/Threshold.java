package io.borescope.processor.probabilisticsampler;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much of all randomness is left out: a record is kept if its 56 bits of randomness are not below it.
 *
 * @param rejected 0 for everything is kept, to 2^56 for nothing is
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">Probability sampling</a>
 */
record Threshold(long rejected) implements Comparable<Threshold> {
    /** Of randomness. */
    static final int BITS = 56;

    /** Of the written form. */
    static final int DIGITS = BITS / 4;

    /** The smallest share that can be kept, but for nothing. */
    static final double SMALLEST_PROBABILITY = 0x1p-56;

    private static final long ALL = 1L << BITS;

    /** Keeps everything. */
    static final Threshold ALWAYS = new Threshold(0);

    /** Keeps nothing. */
    static final Threshold NEVER = new Threshold(ALL);

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{1,14}");

    /**
     * That of a share.
     *
     * @param probability 0 to 1; what is beyond counts as the nearest, and what is too small to be written as 0
     * @param digits to round to, 1 to 14. Digits f or 0 at the front are not counted, so that small and large shares are as exact as others
     */
    static Threshold of(double probability, int digits) {
        if (probability >= 1) {
            return ALWAYS;
        }
        if (!(probability >= SMALLEST_PROBABILITY)) {
            return NEVER;
        }
        int kept = Math.min(DIGITS, digits + leadingDigits(Math.min(probability, 1 - probability)));
        int cut = 4 * (DIGITS - kept);
        long half = cut == 0 ? 0 : 1L << (cut - 1);
        long exact = ALL - Math.round(probability * ALL);
        return new Threshold(((exact + half) >>> cut) << cut);
    }

    private static int leadingDigits(double fraction) {
        return -(Math.getExponent(fraction) + 1) / 4;
    }

    /** Reads the written form: up to 14 hexadecimal digits, without zeros at the end. */
    static Optional<Threshold> parse(String text) {
        return TEXT.matcher(text).matches()
                ? Optional.of(new Threshold(Long.parseLong(text + "0".repeat(DIGITS - text.length()), 16)))
                : Optional.empty();
    }

    /** Whether this much randomness is enough. */
    boolean keeps(long randomness) {
        return randomness >= rejected;
    }

    /** The share that is kept, 0 to 1. */
    double probability() {
        return (double) (ALL - rejected) / ALL;
    }

    @Override
    public int compareTo(Threshold other) {
        return Long.compare(rejected, other.rejected);
    }

    /** The written form; of {@link #NEVER} there is none. */
    @Override
    public String toString() {
        String text = digits(rejected);
        int end = text.length();
        while (end > 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end);
    }

    /** 56 bits as 14 digits. */
    static String digits(long bits) {
        return HexFormat.of().toHexDigits(bits, DIGITS);
    }
}
