package io.borescope.otlp;

/**
 * What a message from the network may be at most.
 *
 * @param bytes length, decompressed
 * @param depth messages within each other; a value in a list is two deeper than its list
 * @param elements parts of a message that become objects: spans, attributes, values; an empty one takes two bytes on the wire and a
 *     hundred in memory
 * @param attributes of one thing
 */
public record OtlpLimits(int bytes, int depth, int elements, int attributes) {
    private static final int DEPTH = 64;
    private static final int ELEMENTS = 1_000_000;
    private static final int ATTRIBUTES = 4_096;

    /** Messages of this length, and of what may sensibly be in one. */
    public static OtlpLimits ofBytes(int bytes) {
        return new OtlpLimits(bytes, DEPTH, ELEMENTS, ATTRIBUTES);
    }
}
