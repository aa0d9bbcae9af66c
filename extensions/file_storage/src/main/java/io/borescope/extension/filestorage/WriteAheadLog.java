package io.borescope.extension.filestorage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The log beside a database whose process was killed, read before SQLite reads it. SQLite takes the first frame that is not as it was written for
 * the end of the log, which after a kill it nearly always is; only commits behind it tell damage.
 *
 * @see <a href="https://www.sqlite.org/fileformat.html#walformat">The format of the log</a>
 */
final class WriteAheadLog {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int PAGE_SIZE_OFFSET = 8;
    private static final int SALT_OFFSET = 16;
    private static final int FRAME_COMMIT_OFFSET = 4;
    private static final int FRAME_SALT_OFFSET = 8;

    private WriteAheadLog() {}

    /** Frames of the log's present generation that end a transaction, by their number from 1 on; empty if there is no log. */
    static long[] commits(Path log) throws IOException {
        if (!Files.isRegularFile(log) || Files.size(log) < HEADER_BYTES) {
            return new long[0];
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            long frameBytes = FRAME_HEADER_BYTES + (header.getInt(PAGE_SIZE_OFFSET) & 0xffff_ffffL);
            long salt = header.getLong(SALT_OFFSET);
            long frames = (channel.size() - HEADER_BYTES) / frameBytes;
            long[] commits = new long[(int) Math.min(frames, 1 << 20)];
            int count = 0;
            for (int frame = 1; frame <= commits.length; frame++) {
                ByteBuffer head = read(channel, HEADER_BYTES + (frame - 1) * frameBytes, FRAME_HEADER_BYTES);
                if (head.getLong(FRAME_SALT_OFFSET) == salt && head.getInt(FRAME_COMMIT_OFFSET) != 0) {
                    commits[count++] = frame;
                }
            }
            return Arrays.copyOf(commits, count);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer, position + buffer.position());
        }
        return buffer;
    }
}
