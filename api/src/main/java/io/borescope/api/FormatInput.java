package io.borescope.api;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Reads what {@link FormatOutput} wrote, within limits: damaged input costs an {@link IOException} that says what is damaged, not the heap.
 * Not thread-safe.
 */
public final class FormatInput {
    static final int MAX_BYTES = 1 << 24;

    private static final int PIECE = 64 << 10;

    /** Reads one element of a list. */
    @FunctionalInterface
    public interface Element<T> {
        /** Reads it. */
        T read() throws IOException;
    }

    private final DataInput in;
    private final String what;

    /**
     * @param what for messages: {@code metric batch}
     */
    public FormatInput(DataInput in, String what) {
        this.in = in;
        this.what = what;
    }

    /** Where it reads from, for single figures. */
    public DataInput figures() {
        return in;
    }

    /** Who a batch is. */
    public BatchId id() throws IOException {
        return new BatchId(uuid(), uuid(), in.readLong());
    }

    private UUID uuid() throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    /** A text. */
    public String text() throws IOException {
        return new String(bytes("text"), StandardCharsets.UTF_8);
    }

    /**
     * Bytes.
     *
     * @param name for messages
     */
    public byte[] bytes(String name) throws IOException {
        int length = count(MAX_BYTES, name);
        byte[] bytes = new byte[Math.min(length, PIECE)];
        in.readFully(bytes);
        while (bytes.length < length) { // a length that is damaged costs no more than there is to read
            int known = bytes.length;
            bytes = Arrays.copyOf(bytes, Math.min(length, 2 * known));
            in.readFully(bytes, known, bytes.length - known);
        }
        return bytes;
    }

    /**
     * A list.
     *
     * @param name for messages
     * @param limit most elements
     */
    public <T> List<T> list(String name, int limit, Element<T> element) throws IOException {
        List<T> elements = new ArrayList<>();
        for (int left = count(limit, name); left > 0; left--) {
            elements.add(element.read());
        }
        return elements;
    }

    /** A length of at most {@code limit}. */
    public int count(int limit, String name) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > limit) {
            throw damaged(name + " of " + count);
        }
        return count;
    }

    /** An exception that says so. */
    public IOException damaged(String message) {
        return new IOException("damaged %s: %s".formatted(what, message));
    }
}
