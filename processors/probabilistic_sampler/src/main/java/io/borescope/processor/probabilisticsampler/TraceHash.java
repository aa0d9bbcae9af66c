package io.borescope.processor.probabilisticsampler;

import io.borescope.api.otel.TraceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Chooses by a hash, the same traces as the Collector does: FNV-1a of 32 bits over the seed and the bytes, of which 14 bits decide.
 *
 * @param seed 32 bits
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-eastlake-fnv">FNV</a>
 */
record TraceHash(int seed) {
    private static final int BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;
    private static final int BUCKETS = 0x4000;
    private static final int TRACE_BYTES = 16;
    private static final float PERCENT = BUCKETS / 100f;

    /** Whether a trace is among this share of all. */
    boolean chooses(TraceId trace, double percentage) {
        byte[] bytes = ByteBuffer.allocate(TRACE_BYTES)
                .putLong(trace.high())
                .putLong(trace.low())
                .array();
        return chooses(bytes, percentage);
    }

    /** Whether a text is among this share of all. */
    boolean chooses(String text, double percentage) {
        return chooses(text.getBytes(StandardCharsets.UTF_8), percentage);
    }

    private boolean chooses(byte[] bytes, double percentage) {
        int most = (int) ((float) Math.min(percentage, 100) * PERCENT);
        return (of(bytes) & (BUCKETS - 1)) < most;
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
