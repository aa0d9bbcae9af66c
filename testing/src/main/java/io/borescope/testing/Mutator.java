package io.borescope.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes bad input of good input, for fuzzing. What a seed of the random numbers makes, it makes again.
 *
 * <p>Half of its changes know nothing of the bytes; the others take them for the fields of a protobuf message and keep them readable further on:
 * lengths around a change are set right.
 */
public final class Mutator {
    private static final int MOST_CHANGES = 4;
    private static final int DEEPEST = 8;
    private static final int LENGTH_DELIMITED = 2;
    private static final byte[][] WORDS = words(
            "\0",
            "\u007f",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\u0000",
            "\\ud800",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "1e999",
            "NaN",
            "9223372036854775808",
            "\r\n",
            "\r\n\r\n",
            "\0\0\0\0",
            "Content-Length: 99999999999\r\n",
            "Transfer-Encoding: chunked\r\n");

    private final Random random;

    /** Takes its decisions from these numbers. */
    public Mutator(Random random) {
        this.random = random;
    }

    private static byte[][] words(String... words) {
        return Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** Some changes to good input, which stays as it is; parts of the other input may be mixed in. */
    public byte[] change(byte[] good, byte[] other) {
        byte[] changed = good;
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            changed = random.nextBoolean() ? changeBytes(changed, other) : changeFields(changed, DEEPEST);
        }
        return changed;
    }

    private byte[] changeBytes(byte[] bytes, byte[] other) {
        int at = random.nextInt(bytes.length + 1);
        int count = random.nextInt(1 + Math.min(64, bytes.length - at));
        return switch (random.nextInt(6)) {
            case 0 -> spliced(bytes, at, at, WORDS[random.nextInt(WORDS.length)]);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> spliced(bytes, at, at + count, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + count));
            case 4 -> {
                int from = random.nextInt(other.length + 1);
                yield spliced(
                        bytes, at, at, Arrays.copyOfRange(other, from, from + random.nextInt(1 + other.length - from)));
            }
            default -> flipped(bytes);
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
        }
        return flipped;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + between.length);
        out.write(bytes, 0, from);
        out.writeBytes(between);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** A field with its tag, as it lies in the bytes. */
    private record Field(int from, int to, int contentFrom, boolean isDelimited) {}

    private byte[] changeFields(byte[] bytes, int depth) {
        List<Field> fields = fields(bytes);
        if (fields.isEmpty()) {
            return flipped(bytes);
        }
        Field field = fields.get(random.nextInt(fields.size()));
        byte[] whole = Arrays.copyOfRange(bytes, field.from(), field.to());
        if (field.isDelimited() && depth > 0 && random.nextInt(4) > 0) {
            byte[] content = changeFields(Arrays.copyOfRange(bytes, field.contentFrom(), field.to()), depth - 1);
            return spliced(bytes, field.from(), field.to(), delimited(bytes[field.from()], content));
        }
        return switch (random.nextInt(4)) {
            case 0 -> spliced(bytes, field.from(), field.to(), new byte[0]);
            case 1 -> spliced(bytes, field.to(), field.to(), whole);
            case 2 -> spliced(bytes, field.from(), field.to(), delimited((byte) random.nextInt(128), whole));
            default -> spliced(bytes, field.from(), field.from() + 1, new byte[] {(byte) random.nextInt(128)});
        };
    }

    private static byte[] delimited(byte tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((tag & ~7) | LENGTH_DELIMITED);
        int length = content.length;
        while (length > 0x7f) {
            out.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The fields as far as they can be read: those with a tag of one byte, which most have. */
    private static List<Field> fields(byte[] bytes) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < bytes.length && bytes[at] >= 0) {
            int content = at + 1;
            int to;
            switch (bytes[at] & 7) {
                case 0 -> to = endOfVarint(bytes, content);
                case 1 -> to = content + 8;
                case LENGTH_DELIMITED -> {
                    int end = endOfVarint(bytes, content);
                    long length = varint(bytes, content, end);
                    content = end;
                    to = (int) Math.min(Integer.MAX_VALUE, content + length);
                }
                case 5 -> to = content + 4;
                default -> to = Integer.MAX_VALUE;
            }
            if (to > bytes.length || to < content) {
                return fields;
            }
            fields.add(new Field(at, to, content, (bytes[at] & 7) == LENGTH_DELIMITED));
            at = to;
        }
        return fields;
    }

    private static int endOfVarint(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private static long varint(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = Math.min(to, bytes.length) - 1; i >= from; i--) {
            value = value << 7 | (bytes[i] & 0x7f);
        }
        return value & Integer.MAX_VALUE;
    }
}
