package io.borescope.bpf.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * A value in memory, found by its path in a struct. Immutable; reading a number allocates nothing.
 *
 * @param path as users write it
 * @param offset of its first byte from the beginning of the record
 * @param size in bytes: of the integer that it is in, or of the whole text
 * @param shift how far up its lowest bit is; 0 unless it is a bit field
 * @param bits how wide a number is
 * @param names of an enum's values
 */
public record Field(
        String path, Kind kind, long offset, int size, int shift, int bits, boolean isSigned, Map<Long, String> names) {
    /** What it holds. */
    public enum Kind {
        /** A number. */
        INTEGER,
        /** 0 or 1. */
        BOOL,
        /** A number that has a name. */
        ENUM,
        /** An array of {@code char}, up to its first NUL. */
        TEXT,
        /** An array of other single bytes. */
        BYTES
    }

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public Field {
        names = Map.copyOf(names);
    }

    /** A number of whole bytes. */
    public static Field ofInteger(String path, long offset, int size, boolean isSigned) {
        return new Field(path, Kind.INTEGER, offset, size, 0, size * 8, isSigned, Map.of());
    }

    /** Whether it is a number, with or without a name. */
    public boolean isNumber() {
        return kind != Kind.TEXT && kind != Kind.BYTES;
    }

    /** Whether numbers above {@link Long#MAX_VALUE} are possible, which {@link #number} returns as negative ones. */
    public boolean isUnsignedLong() {
        return !isSigned && bits == Long.SIZE;
    }

    /** The first byte after it. */
    public long end() {
        return offset + size;
    }

    /**
     * Reads a number.
     *
     * @param base where the record begins
     * @throws IndexOutOfBoundsException if the record is too short
     */
    public long number(MemorySegment segment, long base) {
        long raw = raw(segment, base + offset);
        int unused = Long.SIZE - bits;
        long left = raw << (unused - shift);
        return isSigned ? left >> unused : left >>> unused;
    }

    private long raw(MemorySegment segment, long at) {
        return switch (size) {
            case 1 -> segment.get(ValueLayout.JAVA_BYTE, at);
            case 2 -> segment.get(SHORT, at);
            case 4 -> segment.get(INT, at);
            case 8 -> segment.get(LONG, at);
            default -> narrow(segment, at);
        };
    }

    /** The bytes that a bit field has a part in, where they are no integer of C. */
    private long narrow(MemorySegment segment, long at) {
        long raw = 0;
        for (int i = 0; i < size; i++) {
            raw |= (long) Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at + i)) << (i * 8);
        }
        return raw;
    }

    /**
     * Writes a number of whole bytes.
     *
     * @throws IllegalStateException if it is something else
     */
    public void setNumber(MemorySegment segment, long base, long value) {
        long at = base + offset;
        switch (size) {
            case 1 -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            case 2 -> segment.set(SHORT, at, (short) value);
            case 4 -> segment.set(INT, at, (int) value);
            case 8 -> segment.set(LONG, at, value);
            default -> throw new IllegalStateException(path + " is no number of whole bytes");
        }
    }

    /** Whether a number can be written: it fits the width and the sign. */
    public boolean holds(long value) {
        if (isUnsignedLong()) {
            return value >= 0;
        }
        if (isSigned) {
            return bits == Long.SIZE || value >> (bits - 1) == value >> (Long.SIZE - 1);
        }
        return value >>> bits == 0;
    }

    /** Bytes of a text up to its first NUL. */
    public int textLength(MemorySegment segment, long base) {
        for (int i = 0; i < size; i++) {
            if (segment.get(ValueLayout.JAVA_BYTE, base + offset + i) == 0) {
                return i;
            }
        }
        return size;
    }

    /** The value for people: a text, the name of an enum's value, {@code true}, a number, or bytes in hex. */
    public String text(MemorySegment segment, long base) {
        return switch (kind) {
            case TEXT -> new String(bytes(segment, base, textLength(segment, base)), StandardCharsets.UTF_8);
            case BYTES -> HexFormat.of().formatHex(bytes(segment, base, size));
            case INTEGER, BOOL, ENUM -> textOf(number(segment, base));
        };
    }

    /** A number of this field for people. */
    public String textOf(long number) {
        return switch (kind) {
            case BOOL -> Boolean.toString(number != 0);
            case ENUM -> names.getOrDefault(number, Long.toString(number));
            default -> isUnsignedLong() ? Long.toUnsignedString(number) : Long.toString(number);
        };
    }

    private byte[] bytes(MemorySegment segment, long base, int length) {
        return segment.asSlice(base + offset, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
