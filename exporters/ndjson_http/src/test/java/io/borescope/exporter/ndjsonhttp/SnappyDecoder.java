package io.borescope.exporter.ndjsonhttp;

/**
 * Reads a block of snappy, byte by byte as its format description has it, so that what the library wrote is not read by that library.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">Format description</a>
 */
final class SnappyDecoder {
    private final byte[] in;
    private final byte[] out;
    private int read;
    private int written;

    private SnappyDecoder(byte[] in) {
        this.in = in;
        this.out = new byte[varint()];
    }

    static byte[] decode(byte[] block) {
        SnappyDecoder decoder = new SnappyDecoder(block);
        while (decoder.read < block.length) {
            decoder.element();
        }
        if (decoder.written != decoder.out.length) {
            throw new IllegalStateException(decoder.written + " bytes instead of " + decoder.out.length);
        }
        return decoder.out;
    }

    private void element() {
        int tag = next();
        switch (tag & 3) {
            case 0 -> literal(tag >>> 2);
            case 1 -> copy(4 + ((tag >>> 2) & 7), ((tag >>> 5) << 8) + next());
            case 2 -> copy(1 + (tag >>> 2), littleEndian(2));
            default -> copy(1 + (tag >>> 2), littleEndian(4));
        }
    }

    private void literal(int length) {
        int bytes = 1 + (length < 60 ? length : littleEndian(length - 59));
        System.arraycopy(in, read, out, written, bytes);
        read += bytes;
        written += bytes;
    }

    /** A copy may reach into what it writes, so it goes byte by byte. */
    private void copy(int length, int back) {
        for (int i = 0; i < length; i++, written++) {
            out[written] = out[written - back];
        }
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = next();
            value |= (next & 127) << shift;
            if (next < 128) {
                return value;
            }
        }
    }

    private int littleEndian(int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= next() << (8 * i);
        }
        return value;
    }

    private int next() {
        return Byte.toUnsignedInt(in[read++]);
    }
}
