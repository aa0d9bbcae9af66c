package io.borescope.exporter.ndjsonhttp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** JSON as UTF-8 bytes in an array that grows and is used again. Checks no grammar: what is written in order stands in order. */
final class JsonBuffer {
    private static final int INITIAL_BYTES = 256;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int LONGEST_NUMBER = 20;
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private final StringBuilder decimals = new StringBuilder(32);
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int size() {
        return size;
    }

    /** Forgets all but the first {@code newSize} bytes. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** Forgets the first bytes and moves the others to the front. */
    void discard(int count) {
        System.arraycopy(bytes, count, bytes, 0, size - count);
        size -= count;
    }

    void writeTo(OutputStream out, int count) throws IOException {
        out.write(bytes, 0, count);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Bytes as they are. */
    JsonBuffer raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /** One ASCII character as it is. */
    JsonBuffer raw(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** A name with the comma before and the colon after it. */
    JsonBuffer nextName(String name) {
        return raw(',').text(name).raw(':');
    }

    /** A signed integer. */
    JsonBuffer integer(long value) {
        if (value < 0) {
            // Digits of the negative value, because the smallest one has no positive counterpart.
            raw('-');
            return digits(-(value / 10), (int) -(value % 10));
        }
        return digits(value / 10, (int) (value % 10));
    }

    /** An integer of 64 bits without a sign. */
    JsonBuffer unsigned(long value) {
        return digits(Long.divideUnsigned(value, 10), (int) Long.remainderUnsigned(value, 10));
    }

    private JsonBuffer digits(long leading, int last) {
        reserve(LONGEST_NUMBER);
        int length = 1;
        for (long rest = leading; rest > 0; rest /= 10) {
            length++;
        }
        int at = size + length;
        bytes[--at] = (byte) ('0' + last);
        for (long rest = leading; rest > 0; rest /= 10) {
            bytes[--at] = (byte) ('0' + rest % 10);
        }
        size += length;
        return this;
    }

    /** The shortest decimal that reads back as this double, which must be finite. */
    JsonBuffer decimal(double value) {
        decimals.setLength(0);
        decimals.append(value);
        return decimals();
    }

    /** The shortest decimal that reads back as this float, which must be finite. */
    JsonBuffer decimal(float value) {
        decimals.setLength(0);
        decimals.append(value);
        return decimals();
    }

    private JsonBuffer decimals() {
        reserve(decimals.length());
        for (int i = 0; i < decimals.length(); i++) {
            bytes[size++] = (byte) decimals.charAt(i);
        }
        return this;
    }

    /** {@code "YYYY-MM-DD HH:MM:SS.mmm"} in UTC, truncated. */
    JsonBuffer dateTime(long epochNanos) {
        long millis = Math.floorDiv(epochNanos, 1_000_000L);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(millis, MILLIS_PER_DAY));
        int ofDay = (int) Math.floorMod(millis, MILLIS_PER_DAY);
        raw('"').padded(date.getYear(), 4).raw('-');
        padded(date.getMonthValue(), 2).raw('-').padded(date.getDayOfMonth(), 2).raw(' ');
        padded(ofDay / 3_600_000, 2).raw(':').padded(ofDay / 60_000 % 60, 2).raw(':');
        return padded(ofDay / 1_000 % 60, 2).raw('.').padded(ofDay % 1_000, 3).raw('"');
    }

    private JsonBuffer padded(int value, int width) {
        reserve(width);
        int rest = value;
        for (int at = size + width - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += width;
        return this;
    }

    /** A quoted string. Half a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
    JsonBuffer text(String value) {
        reserve(2 + 6 * value.length());
        bytes[size++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (!Character.isSurrogate(c)) {
                utf8(c);
            } else if (isPair(value, i)) {
                utf8(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                utf8(REPLACEMENT_CHARACTER);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    private static boolean isPair(String value, int at) {
        return at + 1 < value.length() && Character.isSurrogatePair(value.charAt(at), value.charAt(at + 1));
    }

    private void ascii(char c) {
        switch (c) {
            case '"', '\\' -> escape(c);
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            default -> {
                if (c >= ' ' && c != 0x7f) {
                    bytes[size++] = (byte) c;
                } else {
                    escape('u');
                    bytes[size++] = '0';
                    bytes[size++] = '0';
                    bytes[size++] = HEX[c >> 4];
                    bytes[size++] = HEX[c & 0xf];
                }
            }
        }
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = (byte) c;
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x800) {
            bytes[size++] = (byte) (0xc0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                bytes[size++] = (byte) (0xe0 | codePoint >> 12);
            } else {
                bytes[size++] = (byte) (0xf0 | codePoint >> 18);
                bytes[size++] = continuation(codePoint >> 12);
            }
            bytes[size++] = continuation(codePoint >> 6);
        }
        bytes[size++] = continuation(codePoint);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private void reserve(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), bytes.length * 2));
        }
    }
}
