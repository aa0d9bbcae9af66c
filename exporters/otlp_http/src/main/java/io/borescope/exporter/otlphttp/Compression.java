package io.borescope.exporter.otlphttp;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** How a request's body is compressed, at the default level of each format. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    byte[] compress(byte[] message) {
        if (this == NONE) {
            return message;
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(message.length / 4 + 64);
        try (OutputStream out =
                this == GZIP ? new GZIPOutputStream(compressed) : new ZstdOutputStreamNoFinalizer(compressed)) {
            out.write(message);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return compressed.toByteArray();
    }
}
