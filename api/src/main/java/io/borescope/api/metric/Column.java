package io.borescope.api.metric;

/** Values of one attribute or figure, one per row. Immutable: arrays given to a column belong to it from then on. */
public abstract sealed class Column
        permits LongColumn, DoubleColumn, TextColumn, LongListColumn, TextListColumn, MapColumn {
    Column() {}

    /** How the values are stored; says which subclass this is. */
    public abstract ColumnType type();

    /** Rows. */
    public abstract int size();
}
