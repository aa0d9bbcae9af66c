package io.borescope.exporter.otlp;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.grpc.Compressor;
import java.io.IOException;
import java.io.OutputStream;

/** Zstandard for gRPC, under the name that the Collector knows. */
final class ZstdCompressor implements Compressor {
    @Override
    public String getMessageEncoding() {
        return "zstd";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out);
    }
}
