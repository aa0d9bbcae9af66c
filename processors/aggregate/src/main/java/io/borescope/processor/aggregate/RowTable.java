package io.borescope.processor.aggregate;

import java.util.Arrays;

/**
 * A hash table from two long keys to figures, in one array of longs. Open addressing; a row is two cache lines wide and at most a quarter
 * of the slots is used, because a missed first probe costs more than an empty slot. Nothing is allocated but when it grows, and it stays
 * as large as it has grown when it is {@linkplain #clear() cleared}. Not thread-safe.
 *
 * <p>A row is named by its position, which stays valid until the next {@link #findOrInsert}.
 */
final class RowTable {
    /** Position of no row. */
    static final int FULL = -1;

    private static final int KEY = 0;
    private static final int KEY2 = 1;
    private static final int COUNT = 2;
    private static final int SUM = 3;
    private static final int MIN = 4;
    private static final int MAX = 5;
    private static final int HISTOGRAM = 6;
    private static final int WIDTH = HISTOGRAM + Histogram.BUCKETS;
    private static final int WIDTH_SHIFT = Integer.numberOfTrailingZeros(WIDTH);
    private static final int SMALLEST = 64;
    private static final int SLOTS_PER_ROW = 4;

    private long[] cells = new long[SMALLEST * WIDTH];
    private int mask = SMALLEST - 1;
    private int[] positions = new int[SMALLEST / SLOTS_PER_ROW];
    private int size;
    private long saturated;

    /** Rows. */
    int size() {
        return size;
    }

    /** Position of the row that was inserted as number {@code index}. */
    int position(int index) {
        return positions[index];
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

    /**
     * Position of the row of a key, which is inserted if there is room.
     *
     * @param key not 0, which marks an empty slot
     * @param limit most rows
     * @return {@link #FULL} if the key is new and there are {@code limit} rows already
     */
    int findOrInsert(long key, long key2, int limit) {
        int slot = hash(key, key2) & mask;
        while (true) {
            int position = slot << WIDTH_SHIFT;
            long found = cells[position + KEY];
            if (found == key && cells[position + KEY2] == key2) {
                return position;
            }
            if (found == 0) {
                return size < limit ? insert(position, key, key2) : FULL;
            }
            slot = (slot + 1) & mask;
        }
    }

    private static int hash(long key, long key2) {
        long hash = key ^ (key2 * 0xC2B2AE3D27D4EB4FL);
        hash ^= hash >>> 32;
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash ^ (hash >>> 29));
    }

    private int insert(int emptyPosition, long key, long key2) {
        if (size == positions.length) {
            grow();
            return findOrInsert(key, key2, Integer.MAX_VALUE);
        }
        positions[size++] = emptyPosition;
        cells[emptyPosition + KEY] = key;
        cells[emptyPosition + KEY2] = key2;
        cells[emptyPosition + MIN] = Long.MAX_VALUE;
        return emptyPosition;
    }

    private void grow() {
        long[] old = cells;
        cells = new long[old.length * 2];
        mask = (cells.length >> WIDTH_SHIFT) - 1;
        for (int i = 0; i < size; i++) {
            int from = positions[i];
            int slot = hash(old[from + KEY], old[from + KEY2]) & mask;
            while (cells[slot << WIDTH_SHIFT] != 0) {
                slot = (slot + 1) & mask;
            }
            positions[i] = slot << WIDTH_SHIFT;
            System.arraycopy(old, from, cells, positions[i], WIDTH);
        }
        positions = Arrays.copyOf(positions, positions.length * 2);
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

    private void addSaturating(int position, long value) {
        long sum = cells[position + SUM] + value;
        if (sum < 0) { // neither was negative
            sum = Long.MAX_VALUE;
            saturated++;
        }
        cells[position + SUM] = sum;
    }

    /** Adds all figures of another table's row. */
    void merge(int position, RowTable other, int otherPosition) {
        cells[position + COUNT] += other.count(otherPosition);
        addSaturating(position, other.sum(otherPosition));
        cells[position + MIN] = Math.min(cells[position + MIN], other.min(otherPosition));
        cells[position + MAX] = Math.max(cells[position + MAX], other.max(otherPosition));
        for (int i = 0; i < Histogram.BUCKETS; i++) {
            cells[position + HISTOGRAM + i] += other.bucket(otherPosition, i);
        }
    }

    /** Removes all rows, in time proportional to their number. */
    void clear() {
        for (int i = 0; i < size; i++) {
            Arrays.fill(cells, positions[i], positions[i] + WIDTH, 0);
        }
        size = 0;
    }
}
