package io.borescope.api.metric;

/** How the values of a {@link Column} are stored. More may join: a switch over it needs a default. */
public enum ColumnType {
    /** 64-bit integers, signed. {@link LongColumn}. */
    LONG,
    /** IEEE 754 doubles. {@link DoubleColumn}. */
    DOUBLE,
    /** Text, dictionary-coded. {@link TextColumn}. */
    TEXT,
    /** Lists of 64-bit integers, all of one width, such as the buckets of a histogram. {@link LongListColumn}. */
    LONG_LIST,
    /** Lists of text, each row's as long as it is. {@link TextListColumn}. */
    TEXT_LIST,
    /** Text by text: attributes that vary by row. {@link MapColumn}. */
    MAP
}
