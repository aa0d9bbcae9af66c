package io.borescope.api.metric;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A column of text-by-text maps, for attributes that vary by row. One whose maps are all empty takes no memory by row. */
public final class MapColumn extends Column {
    private final List<Map<String, String>> values;

    /**
     * @param values one per row; copied
     */
    public MapColumn(List<Map<String, String>> values) {
        this.values = values.stream().allMatch(Map::isEmpty)
                ? Collections.nCopies(values.size(), Map.of())
                : values.stream().map(Map::copyOf).toList();
    }

    @Override
    public ColumnType type() {
        return ColumnType.MAP;
    }

    @Override
    public int size() {
        return values.size();
    }

    /** The attributes of a row. */
    public Map<String, String> get(int row) {
        return values.get(row);
    }
}
