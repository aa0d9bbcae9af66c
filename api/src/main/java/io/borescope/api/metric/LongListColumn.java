package io.borescope.api.metric;

/** A column of lists of 64-bit integers, all of one width. */
public final class LongListColumn extends Column {
    private final int width;
    private final long[] values;

    /**
     * @param width integers per row, above 0
     * @param values row after row; the array belongs to the column from now on
     */
    public LongListColumn(int width, long[] values) {
        if (width <= 0 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values do not make rows of " + width);
        }
        this.width = width;
        this.values = values;
    }

    @Override
    public ColumnType type() {
        return ColumnType.LONG_LIST;
    }

    @Override
    public int size() {
        return values.length / width;
    }

    /** Integers per row. */
    public int width() {
        return width;
    }

    /** One integer of a row, {@code index} from 0. */
    public long get(int row, int index) {
        return values[row * width + index];
    }
}
