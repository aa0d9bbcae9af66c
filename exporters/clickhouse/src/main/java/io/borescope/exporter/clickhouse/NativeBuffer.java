package io.borescope.exporter.clickhouse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Bytes of ClickHouse's Native format in an array that grows and is used again: little-endian numbers, lengths as LEB128, text as UTF-8.
 * Not thread-safe.
 */
final class NativeBuffer {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL_BYTES = 4096;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int LONGEST_VARINT = 5;
    private static final int LONGEST_DECIMAL = 20;
    private static final int TIMESTAMP_LENGTH = 24;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final byte REPLACEMENT = '?';
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX_LENGTH = 16;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /** The array itself, of which the first {@link #size()} bytes count. Another one once it has grown. */
    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Keeps the first bytes of {@link #array()}, which somebody else may have written. */
    void resize(int newSize) {
        size = newSize;
    }

    /** Leaves the array to somebody who may still read it, and goes on with another. */
    void abandonArray() {
        bytes = new byte[INITIAL_BYTES];
        size = 0;
    }

    /** Makes room for this many more bytes. */
    void reserve(long more) {
        long needed = size + more;
        if (needed > LARGEST_ARRAY) {
            throw new IllegalStateException("a block of " + needed + " bytes is more than an array holds");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), LARGEST_ARRAY));
        }
    }

    void putLong(long value) {
        putInteger(value, Long.BYTES);
    }

    /** The lowest {@code width} bytes of a number; 1, 2, 4 or 8. */
    void putInteger(long value, int width) {
        set(claim(width), value, width);
    }

    /** The same number many times. */
    void putRepeated(long value, int width, int count) {
        if (count == 0) {
            return;
        }
        int start = claim(Math.multiplyExact(width, count));
        set(start, value, width);
        repeat(start, width);
    }

    /** The same identity many times: high half, then low half. */
    void putRepeated(UUID uuid, int count) {
        if (count == 0) {
            return;
        }
        int width = 2 * Long.BYTES;
        int start = claim(Math.multiplyExact(width, count));
        set(start, uuid.getMostSignificantBits(), Long.BYTES);
        set(start + Long.BYTES, uuid.getLeastSignificantBits(), Long.BYTES);
        repeat(start, width);
    }

    /** Fills everything from {@code start} on with its first bytes: what is there is copied behind itself, twice as much each time. */
    private void repeat(int start, int width) {
        int length = size - start;
        for (int done = width; done < length; done += Math.min(done, length - done)) {
            System.arraycopy(bytes, start, bytes, start + done, Math.min(done, length - done));
        }
    }

    /** Adds this many bytes, which the caller {@link #set}s, and returns where they begin. */
    int claim(int count) {
        reserve(count);
        int start = size;
        size += count;
        return start;
    }

    /** Writes a number over claimed bytes. Inlined where the width is a constant, which is why loops have one. */
    void set(int at, long value, int width) {
        switch (width) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> SHORT.set(bytes, at, (short) value);
            case 4 -> INT.set(bytes, at, (int) value);
            default -> LONG.set(bytes, at, value);
        }
    }

    /** Bytes as they are. */
    void putBytes(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** An integer of 0 or more in as many groups of seven bits as it takes. */
    void putVarint(int value) {
        reserve(LONGEST_VARINT);
        int rest = value;
        while (rest > 0x7F) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** What is between two places, once more. */
    void putAgain(int from, int to) {
        int length = to - from;
        int at = claim(length);
        System.arraycopy(bytes, from, bytes, at, length);
    }

    /** Eight bytes as text in hex, none if all are 0. Allocates nothing. */
    void putHex(long value) {
        if (value == 0) {
            putVarint(0);
            return;
        }
        putVarint(HEX_LENGTH);
        putHexDigits(value);
    }

    /** Sixteen bytes as text in hex, none if all are 0. Allocates nothing. */
    void putHex(long high, long low) {
        if ((high | low) == 0) {
            putVarint(0);
            return;
        }
        putVarint(2 * HEX_LENGTH);
        putHexDigits(high);
        putHexDigits(low);
    }

    private void putHexDigits(long value) {
        int at = claim(HEX_LENGTH);
        for (int i = 0; i < HEX_LENGTH; i++) {
            bytes[at + i] = HEX_DIGITS[(int) (value >>> (4 * (HEX_LENGTH - 1 - i))) & 0xF];
        }
    }

    /** A number as text, in decimal. Allocates nothing. */
    void putDecimal(long value) {
        int start = claim(1 + LONGEST_DECIMAL);
        int at = start + 1 + LONGEST_DECIMAL;
        long rest = value;
        do {
            bytes[--at] = (byte)
                    ('0' + Math.abs(rest % 10)); // digit by digit, because the smallest number has no positive twin
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            bytes[--at] = '-';
        }
        int length = start + 1 + LONGEST_DECIMAL - at;
        bytes[start] = (byte) length;
        System.arraycopy(bytes, at, bytes, start + 1, length);
        size = start + 1 + length;
    }

    /** A moment in nanoseconds since the epoch as text, in UTC to the millisecond: {@code 2026-11-21T22:15:28.000Z}. Allocates nothing. */
    void putTimestamp(long epochNanos) {
        long millis = Math.floorDiv(epochNanos, 1_000_000L);
        long days = Math.floorDiv(millis, MILLIS_PER_DAY);
        int time = (int) (millis - days * MILLIS_PER_DAY);
        // Civil calendar in eras of 400 years whose years begin in March, so that a leap day is a year's last.
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * month + 2) / 5 + 1;
        int year = (int) (era * 400) + yearOfEra + (month >= 10 ? 1 : 0);
        putVarint(TIMESTAMP_LENGTH);
        putDigits(year, 4, '-');
        putDigits(month >= 10 ? month - 9 : month + 3, 2, '-');
        putDigits(day, 2, 'T');
        putDigits(time / 3_600_000, 2, ':');
        putDigits(time / 60_000 % 60, 2, ':');
        putDigits(time / 1_000 % 60, 2, '.');
        putDigits(time % 1_000, 3, 'Z');
    }

    private void putDigits(int value, int digits, char after) {
        int at = claim(digits + 1) + digits;
        bytes[at] = (byte) after;
        int rest = value;
        for (int i = 0; i < digits; i++) {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Length and UTF-8; half a surrogate pair becomes a question mark, as everywhere in Java. Allocates nothing. */
    void putText(String text) {
        int length = utf8Length(text);
        putVarint(length);
        reserve(length);
        for (int i = 0; i < text.length(); i++) {
            if (isPair(text, i)) {
                putCharacter(text.codePointAt(i));
                i++;
            } else {
                putCharacter(text.charAt(i));
            }
        }
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                length++;
            }
        }
        return length;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private void putCharacter(int c) {
        if (c < 0x80) {
            bytes[size++] = (byte) c;
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
            bytes[size++] = continuation(c);
        } else if (c >= 0x10000) {
            bytes[size++] = (byte) (0xF0 | (c >> 18));
            bytes[size++] = continuation(c >> 12);
            bytes[size++] = continuation(c >> 6);
            bytes[size++] = continuation(c);
        } else if (Character.isSurrogate((char) c)) {
            bytes[size++] = REPLACEMENT;
        } else {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = continuation(c >> 6);
            bytes[size++] = continuation(c);
        }
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
