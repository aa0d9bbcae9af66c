package io.borescope.receiver.bpfobject;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.bpf.btf.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The series of one metric in one window. A series is found by the bytes of its dimensions, which become text when the window ends: adding
 * to one allocates nothing. What is beyond the limit goes into one series. Not thread-safe.
 */
final class SeriesTable {
    /** The text of dimensions in the series of what is beyond the limit. */
    static final String OTHER = "__other__";

    /** The number of dimensions there. */
    static final long OTHER_NUMBER = -1;

    private static final int FIRST_CAPACITY = 16;
    private static final int SPREAD = 0x9e37_79b9;

    private final MetricPlan plan;
    private final int limit;
    private final long[] bounds;
    private final int buckets;
    private final byte[] key;
    private final MemorySegment keySegment;

    private int size;
    private int other = -1;
    private int capacity;
    private int[] slots = {};
    private byte[] keys = {};
    private long[] sums = {};
    private long[] counts = {};
    private long[] mins = {};
    private long[] maxes = {};
    private long[] histograms = {};

    /**
     * @param limit most series, beside the one of what is beyond
     */
    SeriesTable(MetricPlan plan, int limit) {
        this.plan = plan;
        this.limit = limit;
        this.bounds =
                plan.descriptor().bounds().stream().mapToLong(Long::longValue).toArray();
        this.buckets = plan.descriptor().kind() == MetricKind.HISTOGRAM ? bounds.length + 1 : 0;
        this.key =
                new byte[plan.dimensions().stream().mapToInt(Dimension::width).sum()];
        this.keySegment = MemorySegment.ofArray(key);
        grow(FIRST_CAPACITY);
    }

    MetricPlan plan() {
        return plan;
    }

    /** How many series there are. */
    int size() {
        return size;
    }

    /**
     * Adds a value to the series that a record belongs to.
     *
     * @return whether there was no room for the series, so that it went into the one of what is beyond
     */
    boolean add(MemorySegment record, long base, long value) {
        readKey(record, base);
        int series = find();
        boolean beyond = series < 0;
        add(beyond ? other() : series, value);
        return beyond;
    }

    /**
     * Adds to a bucket what has been counted elsewhere. Of the values only the bucket's borders are known: they are taken for the smallest and the
     * largest, and its middle for all when they are added up.
     *
     * @return as {@link #add}
     */
    boolean addToBucket(MemorySegment record, long base, int bucket, long count) {
        readKey(record, base);
        int series = find();
        boolean beyond = series < 0;
        int to = beyond ? other() : series;
        long least = bucket == 0 ? 0 : bounds[bucket - 1];
        long most = bucket == bounds.length ? least : bounds[bucket];
        counts[to] = saturated(counts[to], count);
        sums[to] = saturated(sums[to], product(count, least + (most - least) / 2));
        mins[to] = Math.min(mins[to], least);
        maxes[to] = Math.max(maxes[to], most);
        histograms[to * buckets + bucket] += count;
        return beyond;
    }

    private static long product(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }

    /** How many buckets a histogram has. */
    int buckets() {
        return buckets;
    }

    private void readKey(MemorySegment record, long base) {
        int at = 0;
        for (Dimension dimension : plan.dimensions()) {
            Field field = dimension.field();
            if (field.isNumber()) {
                keySegment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, field.number(record, base));
            } else {
                // Behind a text's end may be anything, which must not make it another series.
                int length = field.kind() == Field.Kind.TEXT ? field.textLength(record, base) : field.size();
                MemorySegment.copy(record, base + field.offset(), keySegment, at, length);
                Arrays.fill(key, at + length, at + field.size(), (byte) 0);
            }
            at += dimension.width();
        }
    }

    /** The series of the key; a new one if there is room; -1 if there is none. */
    private int find() {
        int mask = slots.length - 1;
        int slot = slotOf(Arrays.hashCode(key));
        while (slots[slot] != 0) {
            int series = slots[slot] - 1;
            if (Arrays.equals(keys, series * key.length, (series + 1) * key.length, key, 0, key.length)) {
                return series;
            }
            slot = (slot + 1) & mask;
        }
        if (size - (other < 0 ? 0 : 1) >= limit) {
            return -1;
        }
        int series = append();
        System.arraycopy(key, 0, keys, series * key.length, key.length);
        index(series);
        return series;
    }

    private void index(int series) {
        int mask = slots.length - 1;
        int hash = 1;
        for (int i = 0; i < key.length; i++) {
            hash = 31 * hash + keys[series * key.length + i];
        }
        int slot = slotOf(hash);
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = series + 1;
    }

    private int slotOf(int hash) {
        return ((hash * SPREAD) >>> 1) & (slots.length - 1);
    }

    private int other() {
        if (other < 0) {
            other = append();
        }
        return other;
    }

    private int append() {
        if (size == capacity) {
            grow(capacity * 2);
        }
        int series = size++;
        sums[series] = 0;
        counts[series] = 0;
        mins[series] = Long.MAX_VALUE;
        maxes[series] = Long.MIN_VALUE;
        Arrays.fill(histograms, series * buckets, (series + 1) * buckets, 0);
        return series;
    }

    private void grow(int to) {
        capacity = to;
        keys = Arrays.copyOf(keys, to * key.length);
        sums = Arrays.copyOf(sums, to);
        counts = Arrays.copyOf(counts, to);
        mins = Arrays.copyOf(mins, to);
        maxes = Arrays.copyOf(maxes, to);
        histograms = Arrays.copyOf(histograms, to * buckets);
        slots = new int[to * 2];
        for (int series = 0; series < size; series++) {
            if (series != other) {
                index(series);
            }
        }
    }

    private void add(int series, long value) {
        sums[series] = saturated(sums[series], value);
        counts[series]++;
        mins[series] = Math.min(mins[series], value);
        maxes[series] = Math.max(maxes[series], value);
        if (buckets > 0) {
            histograms[series * buckets + bucket(value)]++;
        }
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
        return overflows ? (b > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : sum;
    }

    /** Bucket i holds values from bound i-1, inclusive, to bound i. */
    private int bucket(long value) {
        int found = Arrays.binarySearch(bounds, value);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** The series as the columns of the metric. The table is empty after that. */
    List<Column> take() {
        List<Column> columns = new ArrayList<>();
        int at = 0;
        for (Dimension dimension : plan.dimensions()) {
            columns.add(column(dimension, at));
            at += dimension.width();
        }
        columns.add(new LongColumn(Arrays.copyOf(sums, size)));
        columns.add(new LongColumn(Arrays.copyOf(counts, size)));
        if (plan.descriptor().kind() != MetricKind.SUM) {
            columns.add(new LongColumn(Arrays.copyOf(mins, size)));
            columns.add(new LongColumn(Arrays.copyOf(maxes, size)));
        }
        if (buckets > 0) {
            columns.add(new LongListColumn(buckets, Arrays.copyOf(histograms, size * buckets)));
        }
        clear();
        return columns;
    }

    private Column column(Dimension dimension, int at) {
        MemorySegment all = MemorySegment.ofArray(keys);
        if (dimension.isInteger()) {
            return new LongColumn(IntStream.range(0, size)
                    .mapToLong(series -> series == other ? OTHER_NUMBER : number(all, series, at))
                    .toArray());
        }
        return TextColumn.of(IntStream.range(0, size)
                .mapToObj(series -> series == other ? OTHER : text(dimension.field(), all, series, at))
                .toList());
    }

    private long number(MemorySegment all, int series, int at) {
        return all.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) series * key.length + at);
    }

    private String text(Field field, MemorySegment all, int series, int at) {
        return field.isNumber()
                ? field.textOf(number(all, series, at))
                : field.text(all, (long) series * key.length + at - field.offset());
    }

    private void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        other = -1;
    }
}
