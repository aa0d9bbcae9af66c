package io.borescope.api.metric;

import java.util.List;

/** A column of lists of text, such as the names of a host's disks. Rows may differ in length. */
public final class TextListColumn extends Column {
    private final List<List<String>> values;

    /**
     * @param values a list per row; copied
     */
    public TextListColumn(List<List<String>> values) {
        this.values = values.stream().map(List::copyOf).toList();
    }

    @Override
    public ColumnType type() {
        return ColumnType.TEXT_LIST;
    }

    @Override
    public int size() {
        return values.size();
    }

    /** The list of a row. */
    public List<String> get(int row) {
        return values.get(row);
    }
}
