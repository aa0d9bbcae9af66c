package io.borescope.receiver.otlp;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.grpc.Decompressor;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard for requests over gRPC and HTTP. */
final class ZstdCodec implements Decompressor {
    /** Windows of 8 MiB: what compressors use up to level 19. Larger ones would be memory that a few bytes can ask for. */
    private static final int LARGEST_WINDOW_LOG = 23;

    @Override
    public String getMessageEncoding() {
        return "zstd";
    }

    @Override
    public InputStream decompress(InputStream in) throws IOException {
        ZstdInputStreamNoFinalizer out = new ZstdInputStreamNoFinalizer(in);
        out.setLongMax(LARGEST_WINDOW_LOG);
        return out;
    }
}
