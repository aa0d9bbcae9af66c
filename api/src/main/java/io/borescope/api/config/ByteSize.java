package io.borescope.api.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of bytes, written {@code 4MiB}, {@code 64KiB}, {@code 10MB} or plain {@code 4096}.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    /** Regular expression of the written form, common to Java and ECMA-262. */
    public static final String SYNTAX = "(\\d{1,18})\\s*([KMGT]i?B|B)?";

    private static final Pattern TEXT = Pattern.compile(SYNTAX);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /** This many KiB of 1,024 bytes. */
    public static ByteSize ofKibibytes(long kibibytes) {
        return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
    }

    /** This many MiB of 1,048,576 bytes. */
    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException with a message for users if the text is no size or beyond 2^63 - 1
     */
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size. Write 4096, 64KiB, 4MiB or 1GiB.");
        }
        long number = Long.parseLong(matcher.group(1));
        try {
            return new ByteSize(Math.multiplyExact(number, factor(matcher.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is larger than any memory.", e);
        }
    }

    private static long factor(@Nullable String unit) {
        if (unit == null || unit.equals("B")) {
            return 1;
        }
        int power = "KMGT".indexOf(unit.charAt(0)) + 1;
        return pow(unit.length() == 3 ? 1024 : 1000, power);
    }

    private static long pow(long base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= base;
        }
        return result;
    }

    /** Whether this is 1, 2, 4, 8, … bytes. */
    public boolean isPowerOfTwo() {
        return Long.bitCount(bytes) == 1;
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        long value = bytes;
        int unit = 0;
        while (value >= 1024 && value % 1024 == 0 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return value + units[unit];
    }
}
