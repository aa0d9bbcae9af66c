package io.borescope.processor.aggregate;

import java.util.Arrays;

/**
 * A hash table from two long keys to figures. The rows lie one behind the other in an array of longs; an index with open addressing says
 * where, and at most a quarter of it is used, because a missed first probe costs more than an empty entry of four bytes. Nothing is
 * allocated but when it grows, and it stays as large as it has grown when it is {@linkplain #clear() cleared}. Not thread-safe.
 *
 * <p>A row is named by its position, which stays valid until the table is cleared.
 */
final class RowTable {
    /** Position of no row. */
    static final int NONE = -1;

    private static final int KEY = 0;
    private static final int KEY2 = 1;
    private static final int COUNT = 2;
    private static final int SUM = 3;
    private static final int MIN = 4;
    private static final int MAX = 5;
    private static final int HISTOGRAM = 6;
    private static final int WIDEST = HISTOGRAM + Histogram.BUCKETS;
    private static final int NARROWEST = SUM + 1;
    private static final int NARROWEST_SHIFT = Integer.numberOfTrailingZeros(NARROWEST);
    private static final int SMALLEST = 16;
    private static final int ENTRIES_PER_ROW = 4;

    private final int shift;
    private long[] cells;
    private int[] index = newIndex(SMALLEST * ENTRIES_PER_ROW);
    private int indexShift = Long.numberOfLeadingZeros(index.length - 1L);
    private int size;
    private long saturated;

    private RowTable(int width) {
        shift = Integer.numberOfTrailingZeros(width);
        cells = new long[SMALLEST << shift];
    }

    /** For figures of all kinds. A row takes two cache lines. */
    static RowTable ofAllFigures() {
        return new RowTable(WIDEST);
    }

    /** For sums and counts alone. A row takes half a cache line. */
    static RowTable ofSums() {
        return new RowTable(NARROWEST);
    }

    /** Rows. */
    int size() {
        return size;
    }

    /** Position of a row by its number; rows are numbered in the order of their insertion. */
    int position(int number) {
        return number << shift;
    }

    /** Number of the row at a position. */
    int number(int position) {
        return position >> shift;
    }

    long key(int position) {
        return cells[position + KEY];
    }

    long key2(int position) {
        return cells[position + KEY2];
    }

    long count(int position) {
        return cells[position + COUNT];
    }

    long sum(int position) {
        return cells[position + SUM];
    }

    long min(int position) {
        return cells[position + MIN];
    }

    long max(int position) {
        return cells[position + MAX];
    }

    long bucket(int position, int bucket) {
        return cells[position + HISTOGRAM + bucket];
    }

    /** Additions since the last call whose sum did not fit into a long; the sum stays at the largest long. */
    long takeSaturated() {
        long taken = saturated;
        saturated = 0;
        return taken;
    }

    /** Position of the row of a key, or {@link #NONE}. */
    int find(long key, long key2) {
        int position = probe(key, key2);
        return position == NONE ? findFurtherOn(key, key2) : position;
    }

    /**
     * Position of the row of a key if it is where it is looked for first, as nearly all are; else {@link #NONE}, which says nothing. For
     * loops: it calls nothing, so that the compiler need not read everything anew for each event.
     */
    int probe(long key, long key2) {
        int position = index[entry(key, key2)];
        return position >= 0 && cells[position + KEY] == key && cells[position + KEY2] == key2 ? position : NONE;
    }

    private int findFurtherOn(long key, long key2) {
        int entry = entry(key, key2);
        while (true) {
            int position = index[entry];
            if (position == NONE || (cells[position + KEY] == key && cells[position + KEY2] == key2)) {
                return position;
            }
            entry = (entry + 1) & (index.length - 1);
        }
    }

    /**
     * Where to look first. Multiplying by the golden ratio and keeping the upper bits spreads a row of successive numbers so evenly that
     * no two meet, and processes are numbered one after the other.
     */
    private int entry(long key, long key2) {
        return (int) (((key + key2 * 0xC2B2AE3D27D4EB4FL) * 0x9E3779B97F4A7C15L) >>> indexShift);
    }

    /** Position of the row of a key, which is made if there is none yet. */
    int findOrInsert(long key, long key2) {
        int found = find(key, key2);
        return found == NONE ? insert(key, key2) : found;
    }

    /** Makes the row of a key that {@link #find} does not know. */
    int insert(long key, long key2) {
        int position = position(size);
        if (position == cells.length) {
            grow();
        }
        cells[position + KEY] = key;
        cells[position + KEY2] = key2;
        enter(position);
        size++;
        if (shift > NARROWEST_SHIFT) {
            cells[position + MIN] = Long.MAX_VALUE;
        }
        return position;
    }

    private void enter(int position) {
        int entry = entry(key(position), key2(position));
        while (index[entry] != NONE) {
            entry = (entry + 1) & (index.length - 1);
        }
        index[entry] = position;
    }

    private void grow() {
        cells = Arrays.copyOf(cells, cells.length * 2);
        index = newIndex(index.length * 2);
        indexShift--;
        for (int row = 0; row < size; row++) {
            enter(position(row));
        }
    }

    private static int[] newIndex(int entries) {
        int[] index = new int[entries];
        Arrays.fill(index, NONE);
        return index;
    }

    /** Adds one observation of a quantity that adds up. */
    void addToSum(int position, long value) {
        cells[position + COUNT]++;
        addSaturating(position, value);
    }

    /** Adds one observation of a level. */
    void addToGauge(int position, long value) {
        addToSum(position, value);
        if (value < cells[position + MIN]) {
            cells[position + MIN] = value;
        }
        if (value > cells[position + MAX]) {
            cells[position + MAX] = value;
        }
    }

    /** Adds one observation of a latency. */
    void addToHistogram(int position, long nanos) {
        addToGauge(position, nanos);
        cells[position + HISTOGRAM + Histogram.bucket(nanos)]++;
    }

    /**
     * Adds latencies, each to a row of its own.
     *
     * @param positions where the rows are
     * @param nanos the latencies, not negative
     * @param from the first of both, inclusive
     * @param to the last of both, exclusive
     */
    void addToHistograms(int[] positions, long[] nanos, int from, int to) {
        if (from < to && !addToOneHistogram(positions, nanos, from, to)) {
            addToEachHistogram(positions, nanos, from, to);
        }
    }

    /** A method of its own, so that it is compiled by what it does itself, whatever came first. */
    private void addToEachHistogram(int[] positions, long[] nanos, int from, int to) {
        for (int i = from; i < to; i++) {
            addToHistogram(positions[i], nanos[i]);
        }
    }

    /**
     * The same if all are for one row: events of a busy process come in runs, and each addition would wait for the one before it. Returns
     * false and adds nothing if they are not, or if their sum might not fit.
     */
    private boolean addToOneHistogram(int[] positions, long[] nanos, int from, int to) {
        if (Arrays.mismatch(positions, from, to - 1, positions, from + 1, to) >= 0) {
            return false;
        }
        long added = 0;
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = from; i < to; i++) {
            added += nanos[i];
            min = Math.min(min, nanos[i]);
            max = Math.max(max, nanos[i]);
        }
        int row = positions[from];
        if (max > Long.MAX_VALUE / 2 / (to - from) || cells[row + SUM] > Long.MAX_VALUE / 2) {
            return false;
        }
        cells[row + COUNT] += to - from;
        cells[row + SUM] += added;
        cells[row + MIN] = Math.min(cells[row + MIN], min);
        cells[row + MAX] = Math.max(cells[row + MAX], max);
        for (int i = from; i < to; i++) {
            cells[row + HISTOGRAM + Histogram.bucket(nanos[i])]++;
        }
        return true;
    }

    /** Adds observations of a quantity that adds up, together. */
    void addToSum(int position, long count, long sum) {
        cells[position + COUNT] += count;
        addSaturating(position, sum < 0 ? Long.MAX_VALUE : sum);
    }

    /** Takes account of the smallest and the largest of observations that are added together. */
    void addRange(int position, long min, long max) {
        cells[position + MIN] = Math.min(cells[position + MIN], min);
        cells[position + MAX] = Math.max(cells[position + MAX], max);
    }

    /** Takes account of how many of the observations that are added together are in a bucket. */
    void addToBucket(int position, int bucket, long count) {
        cells[position + HISTOGRAM + bucket] += count;
    }

    private void addSaturating(int position, long value) {
        long sum = cells[position + SUM] + value;
        if (sum < 0) { // neither was negative
            sum = Long.MAX_VALUE;
            saturated++;
        }
        cells[position + SUM] = sum;
    }

    /** Adds the figures of another table's row, as far as both tables have them. */
    void merge(int position, RowTable other, int otherPosition) {
        cells[position + COUNT] += other.count(otherPosition);
        addSaturating(position, other.sum(otherPosition));
        if (Math.min(shift, other.shift) == NARROWEST_SHIFT) {
            return;
        }
        cells[position + MIN] = Math.min(cells[position + MIN], other.min(otherPosition));
        cells[position + MAX] = Math.max(cells[position + MAX], other.max(otherPosition));
        for (int i = 0; i < Histogram.BUCKETS; i++) {
            cells[position + HISTOGRAM + i] += other.bucket(otherPosition, i);
        }
    }

    /** Removes all rows. */
    void clear() {
        Arrays.fill(cells, 0, position(size), 0);
        Arrays.fill(index, NONE);
        size = 0;
    }
}
