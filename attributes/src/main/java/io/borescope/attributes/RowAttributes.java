package io.borescope.attributes;

import io.borescope.api.BatchId;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The attributes of rows in columns: those in columns of text or integers by the columns' names, and those in the map column, where there is
 * one. Empty text stands for an attribute that is not there.
 */
public final class RowAttributes {
    /** What the map column is called. */
    static final String MAP = "attributes";

    private final MetricBatch batch;

    public RowAttributes(MetricBatch batch) {
        this.batch = batch;
    }

    /** The attributes of a row. */
    public Attributes of(int row) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        List<ColumnSpec> specs = batch.descriptor().attributes();
        for (int i = 0; i < specs.size(); i++) {
            String name = specs.get(i).name();
            switch (batch.columns().get(i)) {
                case TextColumn texts when !texts.get(row).isEmpty() -> attributes.put(name, Value.of(texts.get(row)));
                case LongColumn integers -> attributes.put(name, Value.of(integers.get(row)));
                case MapColumn maps -> maps.get(row).forEach((key, value) -> attributes.put(key, Value.of(value)));
                default -> {}
            }
        }
        return Attributes.of(attributes);
    }

    /** What tells a row apart: what its attribute columns hold, in their order. Equal to those of other batches with these columns. */
    public List<Object> key(int row) {
        return batch.columns().subList(0, batch.descriptor().attributes().size()).stream()
                .map(column -> cell(column, row))
                .toList();
    }

    private static Object cell(Column column, int row) {
        return switch (column) {
            case LongColumn longs -> longs.get(row);
            case DoubleColumn doubles -> doubles.get(row);
            case TextColumn texts -> texts.get(row);
            case MapColumn maps -> maps.get(row);
            case TextListColumn texts -> texts.get(row);
            case LongListColumn longs ->
                IntStream.range(0, longs.width())
                        .mapToObj(i -> longs.get(row, i))
                        .toList();
        };
    }

    /**
     * The batch with other attributes: columns of text take theirs as text, what has no column goes to the map. Columns of integers stay as they
     * are, because they are what rows are told apart by.
     *
     * @param id of the changed batch
     * @param rows the attributes of each row
     */
    public MetricBatch with(BatchId id, List<Attributes> rows) {
        List<ColumnSpec> specs = new ArrayList<>(batch.descriptor().attributes());
        List<Column> columns = new ArrayList<>(batch.columns());
        for (int i = 0; i < specs.size(); i++) {
            if (specs.get(i).type() == ColumnType.TEXT) {
                String name = specs.get(i).name();
                columns.set(
                        i,
                        TextColumn.of(rows.stream()
                                .map(row -> row.text(name).orElse(""))
                                .toList()));
            }
        }
        putMap(specs, columns, rows);
        MetricDescriptor old = batch.descriptor();
        return batch.with(old.with(specs, old.values()), columns).with(id);
    }

    private static void putMap(List<ColumnSpec> specs, List<Column> columns, List<Attributes> rows) {
        List<String> named = specs.stream()
                .filter(spec -> spec.type() != ColumnType.MAP)
                .map(ColumnSpec::name)
                .toList();
        MapColumn map = new MapColumn(rows.stream()
                .map(row -> row.filter((name, _) -> !named.contains(name)).toTexts())
                .toList());
        int at = IntStream.range(0, specs.size())
                .filter(i -> specs.get(i).type() == ColumnType.MAP)
                .findFirst()
                .orElse(-1);
        if (at >= 0) {
            columns.set(at, map);
        } else if (IntStream.range(0, map.size()).anyMatch(row -> !map.get(row).isEmpty())) {
            columns.add(specs.size(), map);
            specs.add(new ColumnSpec(MAP, ColumnType.MAP, ""));
        }
    }
}
