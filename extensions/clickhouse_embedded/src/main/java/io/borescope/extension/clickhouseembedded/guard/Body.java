package io.borescope.extension.clickhouseembedded.guard;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a message, without its framing. Used by one thread. */
sealed interface Body {
    /** No body. */
    Body NONE = new OfLength(null, 0);

    /** As {@link java.io.InputStream#read(byte[], int, int)}: -1 at the end; {@link EOFException} if it was broken off. */
    int read(byte[] target, int offset, int length) throws IOException, RefusedException;

    /** Its length in bytes, or -1 if that is not known before its end. */
    long length();

    /** A body whose length was announced. */
    final class OfLength implements Body {
        private final @Nullable HttpInput in;
        private final long length;
        private long left;

        OfLength(@Nullable HttpInput in, long length) {
            this.in = in;
            this.length = length;
            this.left = length;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (left == 0 || in == null) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(wanted, left));
            if (read < 0) {
                throw new EOFException("the body was broken off");
            }
            left -= read;
            return read;
        }

        @Override
        public long length() {
            return length;
        }
    }

    /** A body in chunks. */
    final class Chunked implements Body {
        private static final int LONGEST_LINE = 1 << 10;
        private static final int MOST_TRAILERS = 32;

        private final HttpInput in;
        private final long limit;
        private long total;
        private long left;
        private boolean begun;
        private boolean ended;

        /**
         * Reads chunks.
         *
         * @param limit on the sum of their lengths
         */
        Chunked(HttpInput in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException, RefusedException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(wanted, left));
            if (read < 0) {
                throw new EOFException("the body was broken off");
            }
            left -= read;
            return read;
        }

        private void nextChunk() throws IOException, RefusedException {
            if (begun && !line().isEmpty()) {
                throw new RefusedException(400, "A chunk is longer than it says.");
            }
            begun = true;
            left = size(line());
            total += left;
            if (total > limit) {
                throw new RefusedException(413, "The body is longer than " + limit + " bytes.");
            }
            if (left == 0) {
                skipTrailers();
                ended = true;
            }
        }

        private static long size(String line) throws RefusedException {
            int semicolon = line.indexOf(';');
            String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
            if (!digits.matches("[0-9a-fA-F]{1,15}")) {
                throw new RefusedException(400, "A chunk does not begin with its size.");
            }
            return Long.parseLong(digits, 16);
        }

        private void skipTrailers() throws IOException, RefusedException {
            for (int i = 0; i < MOST_TRAILERS; i++) {
                if (line().isEmpty()) {
                    return;
                }
            }
            throw new RefusedException(400, "Too many trailers.");
        }

        private String line() throws IOException, RefusedException {
            String line = in.readLine(LONGEST_LINE);
            if (line == null) {
                throw new RefusedException(400, "A line between chunks is too long.");
            }
            return line;
        }

        @Override
        public long length() {
            return -1;
        }
    }

    /** A body that ends with the connection. */
    record UntilEnd(HttpInput in) implements Body {
        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            return in.read(target, offset, wanted);
        }

        @Override
        public long length() {
            return -1;
        }
    }
}
