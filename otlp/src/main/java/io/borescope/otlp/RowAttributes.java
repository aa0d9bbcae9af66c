package io.borescope.otlp;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import io.borescope.attributes.RowNames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What identifies the rows of a batch, under the names of {@link RowNames}. */
final class RowAttributes {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final MetricBatch batch;

    private RowAttributes(MetricBatch batch) {
        this.batch = batch;
    }

    /** Those of each row. */
    static List<Attributes> of(MetricBatch batch) {
        RowAttributes rows = new RowAttributes(batch);
        return IntStream.range(0, batch.size()).mapToObj(rows::row).toList();
    }

    private Attributes row(int row) {
        Map<String, Value> values = new LinkedHashMap<>();
        int column = 0;
        for (ColumnSpec spec : batch.descriptor().attributes()) {
            add(spec.name(), batch.columns().get(column++), row, values);
        }
        return Attributes.of(values);
    }

    private static void add(String column, Column values, int row, Map<String, Value> attributes) {
        String name = RowNames.of(column);
        switch (values) {
            case LongColumn nanos
            when column.equals(RowNames.PROCESS_START_TIME) -> addTime(name, nanos.get(row), attributes);
            case TextColumn texts -> addText(name, RowNames.word(column, texts.get(row)), attributes);
            case DoubleColumn rates
            when column.equals(RowNames.SAMPLING_RATE) && rates.get(row) == RowNames.EVERYTHING -> {}
            default -> addAsItIs(name, values, row, attributes);
        }
    }

    private static void addAsItIs(String name, Column column, int row, Map<String, Value> values) {
        switch (column) {
            case LongColumn longs -> values.put(name, Value.of(longs.get(row)));
            case DoubleColumn doubles -> values.put(name, Value.of(doubles.get(row)));
            case TextColumn texts -> addText(name, texts.get(row), values);
            case MapColumn maps -> maps.get(row).forEach((key, value) -> values.put(key, Value.of(value)));
            case TextListColumn texts ->
                values.put(
                        name,
                        new Value.Items(texts.get(row).stream().map(Value::of).toList()));
            case LongListColumn longs ->
                values.put(
                        name,
                        new Value.Items(IntStream.range(0, longs.width())
                                .mapToObj(i -> Value.of(longs.get(row, i)))
                                .toList()));
        }
    }

    /** An empty text says that there is none. */
    private static void addText(String name, String text, Map<String, Value> values) {
        if (!text.isEmpty()) {
            values.put(name, Value.of(text));
        }
    }

    /** In ISO 8601 with milliseconds, as the conventions show it; 0 says that nobody knows. */
    private static void addTime(String name, long epochNanos, Map<String, Value> values) {
        if (epochNanos > 0) {
            Instant time = Instant.ofEpochSecond(epochNanos / NANOS_PER_SECOND, epochNanos % NANOS_PER_SECOND);
            values.put(name, Value.of(time.truncatedTo(ChronoUnit.MILLIS).toString()));
        }
    }
}
