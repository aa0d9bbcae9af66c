package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.attributes.RowNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the rows of a batch say as text by text: what all rows share, then columns of the batch under the names of {@link RowNames}, then maps of their
 * own. What is not known or goes without saying is left out. Writes names and values of a row in the same order. Not thread-safe.
 */
final class RowAttributes {
    /** How one column of a batch is told. */
    private sealed interface Told {
        boolean says(int row);

        void write(int row, NativeBuffer out);
    }

    /** An integer. */
    private record Whole(LongColumn values) implements Told {
        @Override
        public boolean says(int row) {
            return true;
        }

        @Override
        public void write(int row, NativeBuffer out) {
            out.putDecimal(values.get(row));
        }
    }

    /** Nanoseconds since the epoch; 0 if unknown. */
    private record Moment(LongColumn values) implements Told {
        @Override
        public boolean says(int row) {
            return values.get(row) != 0;
        }

        @Override
        public void write(int row, NativeBuffer out) {
            out.putTimestamp(values.get(row));
        }
    }

    /** A number of which there are few different ones. */
    private static final class Real implements Told {
        private final DoubleColumn values;
        private final double unsaid;
        private double latest = Double.NaN;
        private String latestText = "NaN";

        Real(DoubleColumn values, double unsaid) {
            this.values = values;
            this.unsaid = unsaid;
        }

        @Override
        public boolean says(int row) {
            return values.get(row) != unsaid;
        }

        @Override
        public void write(int row, NativeBuffer out) {
            double value = values.get(row);
            if (Double.compare(value, latest) != 0) {
                latest = value;
                latestText = Double.toString(value);
            }
            out.putText(latestText);
        }
    }

    /**
     * A text.
     *
     * @param texts what is written for each code; empty for what is not said
     */
    private record Text(TextColumn values, List<String> texts) implements Told {
        @Override
        public boolean says(int row) {
            return !texts.get(values.code(row)).isEmpty();
        }

        @Override
        public void write(int row, NativeBuffer out) {
            out.putText(texts.get(values.code(row)));
        }
    }

    private final List<String> sharedNames;
    private final List<String> sharedValues;
    private final int rows;
    private final List<String> names = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<MapColumn> maps = new ArrayList<>();

    /** Places of the names in the block's dictionary: of what is shared, then of what is told. */
    private int[] places = new int[0];

    private RowAttributes(Map<String, String> shared, int rows) {
        this.sharedNames = List.copyOf(shared.keySet());
        this.sharedValues = List.copyOf(shared.values());
        this.rows = rows;
    }

    /** The same for all rows. */
    static RowAttributes shared(Map<String, String> attributes, int rows) {
        return new RowAttributes(attributes, rows);
    }

    /** One column of maps. */
    static RowAttributes of(MapColumn maps) {
        RowAttributes attributes = new RowAttributes(Map.of(), maps.size());
        attributes.maps.add(maps);
        return attributes;
    }

    /** All that the rows of a batch are keyed by. */
    static RowAttributes of(MetricBatch batch) {
        RowAttributes attributes = new RowAttributes(Map.of(), batch.size());
        List<ColumnSpec> specs = batch.descriptor().attributes();
        for (int i = 0; i < specs.size(); i++) {
            attributes.add(specs.get(i), batch.columns().get(i));
        }
        return attributes;
    }

    private void add(ColumnSpec spec, Column column) {
        if (spec.type() == ColumnType.MAP) {
            maps.add((MapColumn) column);
            return;
        }
        Told values = switch (column) {
            case LongColumn longs when spec.name().equals(RowNames.PROCESS_START_TIME) -> new Moment(longs);
            case LongColumn longs -> new Whole(longs);
            case DoubleColumn doubles
            when spec.name().equals(RowNames.SAMPLING_RATE) -> new Real(doubles, RowNames.EVERYTHING);
            case DoubleColumn doubles -> new Real(doubles, Double.NaN);
            case TextColumn texts -> text(spec.name(), texts);
            default -> null;
        };
        if (values != null) {
            names.add(RowNames.of(spec.name()));
            told.add(values);
        }
    }

    private static Text text(String column, TextColumn texts) {
        List<String> said = texts.dictionary().stream()
                .map(text -> RowNames.word(column, text))
                .toList();
        return new Text(texts, said);
    }

    int rows() {
        return rows;
    }

    /** Takes all names in. */
    void register(Dictionary dictionary) {
        places = new int[sharedNames.size() + names.size()];
        int at = 0;
        for (String name : sharedNames) {
            places[at++] = dictionary.place(name);
        }
        for (String name : names) {
            places[at++] = dictionary.place(name);
        }
        for (MapColumn column : maps) {
            for (int row = 0; row < rows; row++) {
                column.get(row).keySet().forEach(dictionary::place);
            }
        }
    }

    /** Names of a row. */
    int count(int row) {
        int count = sharedNames.size();
        for (int i = 0; i < told.size(); i++) {
            count += told.get(i).says(row) ? 1 : 0;
        }
        for (int i = 0; i < maps.size(); i++) {
            count += maps.get(i).get(row).size();
        }
        return count;
    }

    /** Writes the places of a row's names. */
    void writeNames(int row, NativeBuffer out, Dictionary dictionary, int width) {
        for (int i = 0; i < sharedNames.size(); i++) {
            out.putInteger(places[i], width);
        }
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).says(row)) {
                out.putInteger(places[sharedNames.size() + i], width);
            }
        }
        for (int i = 0; i < maps.size(); i++) {
            Map<String, String> map = maps.get(i).get(row);
            if (!map.isEmpty()) {
                map.keySet().forEach(name -> out.putInteger(dictionary.place(name), width));
            }
        }
    }

    /** Writes a row's values. */
    void writeValues(int row, NativeBuffer out) {
        for (int i = 0; i < sharedValues.size(); i++) {
            out.putText(sharedValues.get(i));
        }
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).says(row)) {
                told.get(i).write(row, out);
            }
        }
        for (int i = 0; i < maps.size(); i++) {
            Map<String, String> map = maps.get(i).get(row);
            if (!map.isEmpty()) {
                map.values().forEach(out::putText);
            }
        }
    }
}
