package io.borescope.extension.clickhouseembedded.guard;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Buffered reading of one side of a connection. Used by one thread. */
final class HttpInput {
    private final InputStream in;
    private final Runnable beforeRead;
    private final byte[] buffer = new byte[8 << 10];
    private int position;
    private int end;

    /**
     * Reads from a socket.
     *
     * @param beforeRead called before each read that may block
     */
    HttpInput(InputStream in, Runnable beforeRead) {
        this.in = in;
        this.beforeRead = beforeRead;
    }

    /** Waits for a byte. Says whether one came, or the other side has ended. */
    boolean awaitByte() throws IOException {
        return position < end || fill();
    }

    /** Whether a byte can be had without waiting. */
    boolean hasByte() throws IOException {
        return position < end || in.available() > 0;
    }

    /** Whether a byte has come that nobody has read. */
    boolean hasBuffered() {
        return position < end;
    }

    /**
     * Reads up to and with an empty line.
     *
     * @return the lines without their ends, in ISO 8859-1; null if it is longer than the limit
     * @throws EOFException if the other side ends before
     */
    @Nullable
    String readHead(int limit) throws IOException {
        byte[] head = new byte[512];
        int length = 0;
        while (!endsHead(head, length)) {
            if (length == limit) {
                return null;
            }
            if (length == head.length) {
                head = Arrays.copyOf(head, Math.min(limit, 2 * length));
            }
            head[length++] = readByte();
        }
        return new String(head, 0, length - 4, StandardCharsets.ISO_8859_1);
    }

    private static boolean endsHead(byte[] head, int length) {
        return length >= 4
                && head[length - 1] == '\n'
                && head[length - 2] == '\r'
                && head[length - 3] == '\n'
                && head[length - 4] == '\r';
    }

    /** Reads a line that ends with CR LF; null if it is longer than the limit. */
    @Nullable
    String readLine(int limit) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            char next = (char) (readByte() & 0xff);
            if (next == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
                return line.toString();
            }
            if (line.length() > limit) {
                return null;
            }
            line.append(next);
        }
    }

    /** As {@link InputStream#read(byte[], int, int)}. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (position == end) {
            if (length >= buffer.length) {
                beforeRead.run();
                return in.read(target, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int read = Math.min(length, end - position);
        System.arraycopy(buffer, position, target, offset, read);
        position += read;
        return read;
    }

    private byte readByte() throws IOException {
        if (position == end && !fill()) {
            throw new EOFException("the other side ended within a message");
        }
        return buffer[position++];
    }

    private boolean fill() throws IOException {
        beforeRead.run();
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
