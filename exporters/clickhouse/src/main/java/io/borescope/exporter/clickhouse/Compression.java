package io.borescope.exporter.clickhouse;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;

/** How a block is packed on its way to the server. */
public enum Compression {
    /** Not at all: for a server on the same machine. */
    NONE(""),
    /** zstd at its fastest ordinary level: a fifth of the bytes. */
    ZSTD("zstd"),
    /** LZ4: less work, a third of the bytes. */
    LZ4("lz4");

    private static final int ZSTD_LEVEL = 1;

    private final String coding;

    Compression(String coding) {
        this.coding = coding;
    }

    /** The name of the HTTP content coding. */
    String coding() {
        return coding;
    }

    /**
     * Packs a block.
     *
     * @param packed is overwritten, unless nothing is to be done
     * @return the one of the two buffers that is to be sent
     */
    NativeBuffer pack(NativeBuffer block, NativeBuffer packed) {
        packed.resize(0);
        switch (this) {
            case NONE -> {
                return block;
            }
            case ZSTD -> packZstd(block, packed);
            case LZ4 -> packLz4(block, packed);
        }
        return packed;
    }

    private static void packZstd(NativeBuffer block, NativeBuffer packed) {
        packed.reserve(Zstd.compressBound(block.size()));
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(ZSTD_LEVEL);
            packed.resize(context.compressByteArray(
                    packed.array(), 0, packed.array().length, block.array(), 0, block.size()));
        }
    }

    private static void packLz4(NativeBuffer block, NativeBuffer packed) {
        try (OutputStream frame = new LZ4FrameOutputStream(new Sink(packed), BLOCKSIZE.SIZE_256KB)) {
            frame.write(block.array(), 0, block.size());
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    private static final class Sink extends OutputStream {
        private final NativeBuffer buffer;

        Sink(NativeBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void write(int value) {
            buffer.putInteger(value, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            buffer.putBytes(bytes, from, length);
        }
    }
}
