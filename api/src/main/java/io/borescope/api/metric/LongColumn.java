package io.borescope.api.metric;

/** A column of 64-bit integers. */
public final class LongColumn extends Column {
    private final long[] values;

    /**
     * @param values one per row; the array belongs to the column from now on
     */
    public LongColumn(long[] values) {
        this.values = values;
    }

    @Override
    public ColumnType type() {
        return ColumnType.LONG;
    }

    @Override
    public int size() {
        return values.length;
    }

    /** The value of a row. */
    public long get(int row) {
        return values[row];
    }
}
