package io.borescope.processor.probabilisticsampler;

import io.borescope.api.otel.TraceId;
import java.nio.ByteBuffer;

/**
 * Makes randomness by a hash, the same as the Collector does: FNV-1a of 32 bits over the seed and the bytes, of which 14 bits decide.
 *
 * @param seed 32 bits
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-eastlake-fnv">FNV</a>
 */
record TraceHash(int seed) {
    private static final int BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    private static final int DECIDING_BITS = 14;
    private static final int BUCKETS = 1 << DECIDING_BITS;
    private static final int BITS_BELOW = Threshold.BITS - DECIDING_BITS;
    private static final int TRACE_BYTES = 16;
    private static final float PERCENT = BUCKETS / 100f;

    /** What is hashed of a trace. */
    static byte[] bytes(TraceId trace) {
        return ByteBuffer.allocate(TRACE_BYTES)
                .putLong(trace.high())
                .putLong(trace.low())
                .array();
    }

    /** The threshold of a share; a multiple of 1/16384, rounded down as the Collector does. */
    static Threshold threshold(double percentage) {
        int kept = (int) ((float) Math.min(percentage, 100) * PERCENT);
        return new Threshold((long) (BUCKETS - kept) << BITS_BELOW);
    }

    /** 56 bits, of which the upper 14 decide; the others are the upper bits of the hash, mixed, and the same 14 again. */
    long randomness(byte[] bytes) {
        int hash = of(bytes);
        long deciding = hash & (BUCKETS - 1);
        long rest = Integer.toUnsignedLong(hash) >>> (Integer.SIZE - DECIDING_BITS);
        long upper = BUCKETS - 1 - deciding; // small hashes are kept, and so is large randomness
        long middle = rest ^ (rest << 10);
        return (upper << BITS_BELOW) | (middle << DECIDING_BITS) | deciding;
    }

    /** The hash of the seed, lowest byte first, and the bytes. */
    int of(byte[] bytes) {
        int hash = BASIS;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            hash = (hash ^ (seed >>> shift & 0xff)) * PRIME;
        }
        for (byte value : bytes) {
            hash = (hash ^ (value & 0xff)) * PRIME;
        }
        return hash;
    }
}
