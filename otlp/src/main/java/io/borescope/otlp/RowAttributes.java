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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What identifies the rows of a batch, in the names of the semantic conventions where they have one.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/">Attribute registry</a>
 */
final class RowAttributes {
    static final String PROCESS_START_TIME = "process_start_time";

    private static final String SAMPLING_MODE = "sampling_mode";
    private static final String SAMPLING_RATE = "sampling_rate";
    private static final String CREATION_TIME = "process.creation.time";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** By column. Others keep their name. */
    private static final Map<String, String> CONVENTIONS = Map.of(
            "pid",
            "process.pid",
            PROCESS_START_TIME,
            "process.creation.time",
            "cpu",
            "cpu.logical_number",
            "rw",
            "disk.io.direction",
            "direction",
            "network.io.direction",
            "transport",
            "network.transport",
            "host_id",
            "host.id");

    /** By attribute, values that the conventions call otherwise. */
    private static final Map<String, Map<String, String>> WORDS =
            Map.of("network.io.direction", Map.of("tx", "transmit", "rx", "receive"));

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

    private void add(String name, Column column, int row, Map<String, Value> values) {
        if (name.equals(PROCESS_START_TIME) && column instanceof LongColumn nanos) {
            addTime(nanos.get(row), values);
        } else if (!isSampling(name) || isSampled(row)) {
            addAsItIs(CONVENTIONS.getOrDefault(name, name), column, row, values);
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
            values.put(name, Value.of(WORDS.getOrDefault(name, Map.of()).getOrDefault(text, text)));
        }
    }

    /** In ISO 8601 with milliseconds, as the conventions show it; 0 says that nobody knows. */
    private static void addTime(long epochNanos, Map<String, Value> values) {
        if (epochNanos > 0) {
            Instant time = Instant.ofEpochSecond(epochNanos / NANOS_PER_SECOND, epochNanos % NANOS_PER_SECOND);
            values.put(
                    CREATION_TIME, Value.of(time.truncatedTo(ChronoUnit.MILLIS).toString()));
        }
    }

    private static boolean isSampling(String name) {
        return name.equals(SAMPLING_MODE) || name.equals(SAMPLING_RATE);
    }

    /** What stands for itself need not say so. */
    private boolean isSampled(int row) {
        return batch.find(SAMPLING_RATE, DoubleColumn.class)
                .map(rate -> rate.get(row) != 1)
                .orElse(true);
    }
}
