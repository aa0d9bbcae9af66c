package io.borescope.exporter.ndjsonhttp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.xerial.snappy.Snappy;

/**
 * Compresses everything into one block of snappy when it is closed, because a block begins with the length of what it holds. So it keeps a
 * whole body in memory.
 */
final class SnappyBlock extends ByteArrayOutputStream {
    private final OutputStream out;

    SnappyBlock(OutputStream out) {
        this.out = out;
    }

    @Override
    public void close() throws IOException {
        byte[] block = new byte[Snappy.maxCompressedLength(count)];
        int length = Snappy.compress(buf, 0, count, block, 0);
        try (out) {
            out.write(block, 0, length);
        }
    }
}
