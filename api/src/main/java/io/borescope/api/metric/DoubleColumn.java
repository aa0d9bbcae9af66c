package io.borescope.api.metric;

/** A column of doubles. */
public final class DoubleColumn extends Column {
    private final double[] values;

    /**
     * @param values one per row; the array belongs to the column from now on
     */
    public DoubleColumn(double[] values) {
        this.values = values;
    }

    @Override
    public ColumnType type() {
        return ColumnType.DOUBLE;
    }

    @Override
    public int size() {
        return values.length;
    }

    /** The value of a row. */
    public double get(int row) {
        return values[row];
    }
}
