package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.Window;
import io.borescope.exporter.ndjsonhttp.ObservoorContract.StandIns;
import io.borescope.exporter.ndjsonhttp.ObservoorContract.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the rows of one batch as JSON lines. What all rows share is encoded once; a row then costs its figures and nothing on the heap,
 * map columns apart.
 */
final class RowEncoder {
    private static final String PROCESS_START_TIME = "process_start_time";
    private static final long U16_MAX = 0xFFFF;
    private static final long U32_MAX = 0xFFFF_FFFFL;

    /** Written once per row by the frame around the columns; a column of such a name is left out rather than written twice. */
    private static final Set<String> FRAME = Set.of(
            "metric_type",
            "updated_date_time",
            "event_time",
            "window_start",
            "interval_ms",
            "wallclock_slot",
            "wallclock_slot_start_date_time",
            "meta_client_name",
            "meta_network_name");

    /** Writes {@code ,"name":value} for a row, or nothing. */
    @FunctionalInterface
    private interface Field {
        void write(int row, JsonBuffer out);
    }

    private final MetricBatch batch;
    private final Counter saturated;
    private final boolean extraFields;
    private final List<Field> fields = new ArrayList<>();
    private final byte[] prefix;
    private final byte[] suffix;

    /**
     * @param extraFields whether to write what the contract has no field for
     * @param saturated counts values that did not fit their field
     */
    RowEncoder(MetricBatch batch, boolean extraFields, Counter saturated) {
        this.batch = batch;
        this.extraFields = extraFields;
        this.saturated = saturated;
        this.prefix = prefix();
        this.suffix = suffix();
        addContractFields();
        if (extraFields
                || !ObservoorContract.METRICS.contains(batch.descriptor().name())) {
            addOtherFields();
        }
    }

    /** Appends one line. */
    void encode(int row, JsonBuffer out) {
        out.raw(prefix);
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).write(row, out);
        }
        out.raw(suffix);
    }

    private byte[] prefix() {
        Window window = batch.window();
        JsonBuffer out = new JsonBuffer();
        out.raw('{').text("metric_type").raw(':').text(batch.descriptor().name());
        out.nextName("updated_date_time").dateTime(batch.madeEpochNanos());
        if (isMoment()) {
            out.nextName("event_time").dateTime(window.startEpochNanos());
        } else {
            out.nextName("window_start").dateTime(window.startEpochNanos());
            out.nextName("interval_ms").integer(intervalMillis(window));
        }
        if (window.slot() != Window.NO_SLOT) {
            out.nextName("wallclock_slot").integer(Math.clamp(window.slot(), 0, U32_MAX));
        }
        out.nextName("wallclock_slot_start_date_time").dateTime(window.slotStartEpochNanos());
        return out.toByteArray();
    }

    private boolean isMoment() {
        return ObservoorContract.MOMENTS.contains(batch.descriptor().name());
    }

    private static long intervalMillis(Window window) {
        return Math.clamp(Math.ceilDiv(window.durationNanos(), 1_000_000L), 1, U16_MAX);
    }

    private byte[] suffix() {
        JsonBuffer out = new JsonBuffer();
        if (extraFields && !isMoment()) {
            writeExtras(out);
        }
        writeMeta("meta_client_name", Resource.INSTANCE_NAME, out);
        writeMeta("meta_network_name", Resource.NETWORK_NAME, out);
        return out.raw('}').raw('\n').toByteArray();
    }

    /** A batch that brings a column of such a name knows better. */
    private void writeExtras(JsonBuffer out) {
        if (isNew("window_end")) {
            out.nextName("window_end").dateTime(batch.window().endEpochNanos());
        }
        if (isNew("lost_events")) {
            out.nextName("lost_events").integer(batch.lostEvents());
        }
        if (isNew("sampling_mode") && isNew("sampling_rate")) {
            out.nextName("sampling_mode").text("none");
            out.nextName("sampling_rate").decimal(1.0f);
        }
    }

    private boolean isNew(String name) {
        return batch.descriptor().indexOf(name).isEmpty();
    }

    private void writeMeta(String name, String attribute, JsonBuffer out) {
        String value = batch.resource().find(attribute).orElse("");
        if (isMoment() || !value.isEmpty()) {
            out.nextName(name).text(value);
        }
    }

    private void addContractFields() {
        StandIns standIns = ObservoorContract.STAND_INS.get(batch.descriptor().name());
        ObservoorContract.FIELDS.forEach((name, width) -> {
            if (standIns == null || !isNew(name)) {
                addColumn(name, name, width);
            } else if (name.equals(MetricDescriptor.SUM)) {
                addColumn(name, standIns.sum(), width);
            } else if (name.equals(MetricDescriptor.COUNT)) {
                addCount(standIns, width);
            }
        });
    }

    private void addCount(StandIns standIns, Width width) {
        if (standIns.count().isEmpty()) {
            byte[] one =
                    new JsonBuffer().nextName(MetricDescriptor.COUNT).integer(1).toByteArray();
            fields.add((row, out) -> out.raw(one));
        } else {
            addColumn(MetricDescriptor.COUNT, standIns.count(), width);
        }
    }

    private void addColumn(String field, String column, Width width) {
        batch.descriptor()
                .indexOf(column)
                .ifPresent(at -> fields.add(
                        switch (batch.columns().get(at)) {
                            case LongColumn values -> contractNumber(field, values, width);
                            case DoubleColumn values -> contractNumber(field, values, width);
                            case TextColumn values -> text(field, values, field.equals("client_type"));
                            case Column values -> other(field, values);
                        }));
    }

    private void addOtherFields() {
        List<ColumnSpec> specs = batch.descriptor().columns();
        for (int i = 0; i < specs.size(); i++) {
            String name = specs.get(i).name();
            if (!ObservoorContract.FIELDS.containsKey(name) && !FRAME.contains(name)) {
                fields.add(other(name, batch.columns().get(i)));
            }
        }
    }

    private Field other(String name, Column column) {
        byte[] key = key(name);
        return switch (column) {
            case LongColumn values when name.equals(PROCESS_START_TIME) -> startTime(key, values);
            case LongColumn values -> (row, out) -> out.raw(key).integer(values.get(row));
            case DoubleColumn values -> decimal(key, values);
            case TextColumn values -> text(name, values, true);
            case LongListColumn values when name.equals(MetricDescriptor.HISTOGRAM) -> histogram(key, values);
            case LongListColumn values -> list(key, values);
            case TextListColumn values -> (row, out) -> writeTexts(values.get(row), out.raw(key));
            case MapColumn values -> map(key, values);
        };
    }

    private static byte[] key(String name) {
        return new JsonBuffer().nextName(name).toByteArray();
    }

    private Field contractNumber(String name, LongColumn values, Width width) {
        byte[] key = key(name);
        return switch (width) {
            case I64 -> (row, out) -> out.raw(key).integer(values.get(row));
            case U16 -> (row, out) -> out.raw(key).integer(limited(values.get(row), U16_MAX));
            // Device 0 is "no device": the contract leaves it out.
            case U32 -> name.equals("device_id") ? deviceId(key, values) : u32(key, values);
            case U64 -> (row, out) -> out.raw(key).unsigned(values.get(row));
            case F32 -> (row, out) -> out.raw(key).decimal((float) values.get(row));
        };
    }

    private Field contractNumber(String name, DoubleColumn values, Width width) {
        byte[] key = key(name);
        if (width != Width.F32) {
            return decimal(key, values);
        }
        return (row, out) -> {
            float value = (float) values.get(row);
            if (Float.isFinite(value)) {
                out.raw(key).decimal(value);
            }
        };
    }

    private Field u32(byte[] key, LongColumn values) {
        return (row, out) -> out.raw(key).integer(limited(values.get(row), U32_MAX));
    }

    private Field deviceId(byte[] key, LongColumn values) {
        return (row, out) -> {
            if (values.get(row) != 0) {
                out.raw(key).integer(limited(values.get(row), U32_MAX));
            }
        };
    }

    private long limited(long value, long max) {
        if (value >= 0 && value <= max) {
            return value;
        }
        saturated.add(1);
        return Math.clamp(value, 0, max);
    }

    private static Field text(String name, TextColumn values, boolean evenIfEmpty) {
        byte[] key = key(name);
        return (row, out) -> {
            String value = values.get(row);
            if (evenIfEmpty || !value.isEmpty()) {
                out.raw(key).text(value);
            }
        };
    }

    /** JSON has no word for what is not a number; a field without a value is left out. */
    private static Field decimal(byte[] key, DoubleColumn values) {
        return (row, out) -> {
            if (Double.isFinite(values.get(row))) {
                out.raw(key).decimal(values.get(row));
            }
        };
    }

    private static Field startTime(byte[] key, LongColumn values) {
        return (row, out) -> {
            if (values.get(row) != 0) {
                out.raw(key).dateTime(values.get(row));
            }
        };
    }

    private Field histogram(byte[] key, LongListColumn values) {
        MetricDescriptor descriptor = batch.descriptor();
        List<String> names = ObservoorContract.bucketNames(descriptor.unit(), descriptor.bounds(), values.width());
        byte[][] keys = new byte[values.width()][];
        for (int i = 0; i < keys.length; i++) {
            JsonBuffer bucketKey =
                    new JsonBuffer().raw(i == 0 ? '{' : ',').text(names.get(i)).raw(':');
            keys[i] = bucketKey.toByteArray();
        }
        return (row, out) -> {
            out.raw(key);
            for (int i = 0; i < keys.length; i++) {
                out.raw(keys[i]).integer(limited(values.get(row, i), U32_MAX));
            }
            out.raw('}');
        };
    }

    private static Field list(byte[] key, LongListColumn values) {
        return (row, out) -> {
            out.raw(key).raw('[');
            for (int i = 0; i < values.width(); i++) {
                if (i > 0) {
                    out.raw(',');
                }
                out.integer(values.get(row, i));
            }
            out.raw(']');
        };
    }

    private static void writeTexts(List<String> texts, JsonBuffer out) {
        out.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.text(texts.get(i));
        }
        out.raw(']');
    }

    /** Sorted, so that the same row is always the same line. An empty map is a field without a value. */
    private static Field map(byte[] key, MapColumn values) {
        return (row, out) -> {
            if (values.get(row).isEmpty()) {
                return;
            }
            out.raw(key);
            char separator = '{';
            for (Map.Entry<String, String> entry : new TreeMap<>(values.get(row)).entrySet()) {
                out.raw(separator).text(entry.getKey()).raw(':').text(entry.getValue());
                separator = ',';
            }
            out.raw('}');
        };
    }
}
