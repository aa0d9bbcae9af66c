package io.borescope.api.metric;

/** A column of lists of 64-bit integers, all of one width. */
public final class LongListColumn extends Column {
    private final int rows;
    private final int width;
    private final long[] values;

    /**
     * @param width integers per row, above 0; for rows without any see {@link #empty}
     * @param values row after row; the array belongs to the column from now on
     */
    public LongListColumn(int width, long[] values) {
        if (width <= 0 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values do not make rows of " + width);
        }
        this.rows = values.length / width;
        this.width = width;
        this.values = values;
    }

    private LongListColumn(int rows) {
        this.rows = rows;
        this.width = 0;
        this.values = new long[0];
    }

    /** A column whose rows hold nothing: the sizes of no memory modules. */
    public static LongListColumn empty(int rows) {
        return new LongListColumn(rows);
    }

    @Override
    public ColumnType type() {
        return ColumnType.LONG_LIST;
    }

    @Override
    public int size() {
        return rows;
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
