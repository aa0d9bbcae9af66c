package io.borescope.receiver.otlp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The body of a request while it comes in. Grows with what is there, not with what is announced. */
final class HttpBody implements AutoCloseable {
    private static final int FIRST_BYTES = 4 << 10;

    /** What became of a piece. */
    enum Added {
        YES,
        TOO_LONG,
        NO_MEMORY
    }

    private final int longest;
    private final RequestMemory.Share memory;
    private byte[] bytes = {};
    private int length;

    /**
     * @param longest in bytes
     */
    HttpBody(int longest, RequestMemory memory) {
        this.longest = longest;
        this.memory = memory.share();
    }

    Added add(ByteBuf piece) {
        int count = piece.readableBytes();
        if (count > longest - length) {
            return Added.TOO_LONG;
        }
        if (length + count > bytes.length) {
            int capacity = Math.min(longest, Math.max(FIRST_BYTES, Math.max(length + count, 2 * bytes.length)));
            if (!memory.grow(capacity - bytes.length)) {
                return Added.NO_MEMORY;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        piece.readBytes(bytes, length, count);
        length += count;
        return Added.YES;
    }

    /** What came, at the beginning of this. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** What it has of the memory, for what is made of it. */
    RequestMemory.Share memory() {
        return memory;
    }

    @Override
    public void close() {
        memory.close();
    }
}
