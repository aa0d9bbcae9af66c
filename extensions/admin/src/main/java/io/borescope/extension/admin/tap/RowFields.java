package io.borescope.extension.admin.tap;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.time.Window;
import java.util.List;
import java.util.stream.LongStream;

/** Takes rows of metrics apart, each column under its name. */
final class RowFields {
    private RowFields() {}

    static Fields of(MetricBatch batch, int row) {
        Window window = batch.window();
        Fields fields = new Fields()
                .put("time", Times.text(window.startEpochNanos()))
                .put("metric", batch.descriptor().name());
        List<ColumnSpec> columns = batch.descriptor().columns();
        for (int i = 0; i < columns.size(); i++) {
            add(fields, columns.get(i).name(), batch.columns().get(i), row);
        }
        fields.put("unit", batch.descriptor().unit()).put("window_ns", window.durationNanos());
        if (window.slot() != Window.NO_SLOT) {
            fields.put("slot", window.slot());
        }
        return fields;
    }

    private static void add(Fields fields, String name, Column column, int row) {
        switch (column) {
            case LongColumn values -> fields.put(name, values.get(row));
            case DoubleColumn values -> fields.put(name, values.get(row));
            case TextColumn values -> fields.put(name, values.get(row));
            case TextListColumn values -> fields.put(name, values.get(row));
            case MapColumn values -> fields.putAll(name, values.get(row));
            case LongListColumn values ->
                fields.put(
                        name,
                        LongStream.range(0, values.width())
                                .mapToObj(i -> values.get(row, (int) i))
                                .toList());
        }
    }
}
