package io.borescope.exporter.ndjsonhttp;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** How a request's body is compressed, at the default level of each format. */
public enum Compression {
    NONE(""),
    GZIP("gzip"),
    ZSTD("zstd"),
    /** What HTTP calls deflate: RFC 1950 around RFC 1951. */
    ZLIB("deflate"),
    /** A single block without the framing format, as Observoor sends it. */
    SNAPPY("snappy");

    private static final int BUFFER_BYTES = 16 << 10;

    private final String contentEncoding;

    Compression(String contentEncoding) {
        this.contentEncoding = contentEncoding;
    }

    /** Value of the header that says so; empty for {@link #NONE}. */
    String contentEncoding() {
        return contentEncoding;
    }

    /** A stream that compresses into another; closing it closes both. */
    OutputStream compress(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
            case ZLIB -> new DeflaterOutputStream(out);
            case SNAPPY -> new SnappyBlock(out);
        };
    }
}
