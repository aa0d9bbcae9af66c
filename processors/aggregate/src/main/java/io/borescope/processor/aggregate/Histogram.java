package io.borescope.processor.aggregate;

import java.util.List;

/** The ten buckets of every latency: decades of nanoseconds, from under a microsecond to 100 s and more. */
final class Histogram {
    /** A value falls into the first bucket whose bound is above it, else into the last bucket. */
    static final List<Long> BOUNDS = List.of(
            1_000L,
            10_000L,
            100_000L,
            1_000_000L,
            10_000_000L,
            100_000_000L,
            1_000_000_000L,
            10_000_000_000L,
            100_000_000_000L);

    static final int BUCKETS = BOUNDS.size() + 1;

    /**
     * By leading zeros of a value: the bucket of the smallest such value, and the last value that is still in it. Values with equally many
     * leading zeros span less than a decade, so one compare decides.
     */
    private static final int[] FIRST_BUCKET = new int[Long.SIZE + 1];

    private static final long[] LAST_VALUE = new long[Long.SIZE + 1];

    static {
        for (int zeros = 1; zeros <= Long.SIZE; zeros++) {
            long smallest = zeros == Long.SIZE ? 0 : 1L << (Long.SIZE - 1 - zeros);
            int bucket = 0;
            while (bucket < BOUNDS.size() && smallest >= BOUNDS.get(bucket)) {
                bucket++;
            }
            FIRST_BUCKET[zeros] = bucket;
            LAST_VALUE[zeros] = bucket < BOUNDS.size() ? BOUNDS.get(bucket) - 1 : Long.MAX_VALUE;
        }
    }

    private Histogram() {}

    /** The bucket of a value that is not negative, 0 to 9. The compare is a subtraction: a branch would be guessed wrong half the time. */
    static int bucket(long nanos) {
        int zeros = Long.numberOfLeadingZeros(nanos);
        return FIRST_BUCKET[zeros] + (int) ((LAST_VALUE[zeros] - nanos) >>> (Long.SIZE - 1));
    }
}
