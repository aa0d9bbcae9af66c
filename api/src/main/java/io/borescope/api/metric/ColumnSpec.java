package io.borescope.api.metric;

/**
 * The name and type of a column.
 *
 * @param name snake_case, unique within the descriptor
 * @param type how its values are stored
 * @param unit in UCUM notation: {@code ns}, {@code By}, {@code 1}; empty for text
 */
public record ColumnSpec(String name, ColumnType type, String unit) {
    /** A text attribute. */
    public static ColumnSpec text(String name) {
        return new ColumnSpec(name, ColumnType.TEXT, "");
    }

    /** An integer. */
    public static ColumnSpec integer(String name, String unit) {
        return new ColumnSpec(name, ColumnType.LONG, unit);
    }
}
