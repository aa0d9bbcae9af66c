package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of one table as one block of ClickHouse's Native format, column by column, into a buffer that is used again. A row
 * costs its values and nothing on the heap. Not thread-safe.
 *
 * @see <a href="https://clickhouse.com/docs/interfaces/formats/Native">Native format</a>
 */
final class BlockEncoder {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NativeBuffer out = new NativeBuffer();
    private final Dictionary dictionary = new Dictionary();
    private final RecordEncoder records = new RecordEncoder(out, dictionary);
    private long saturated;

    /**
     * Writes all rows of these batches.
     *
     * @param batches each fits the table, see {@link Table#misfit}
     * @return the block, valid until the next call
     */
    NativeBuffer encode(Table table, List<MetricBatch> batches) {
        int rows = 0;
        for (MetricBatch batch : batches) {
            rows = Math.addExact(rows, batch.size());
        }
        begin(table, rows);
        for (Table.Column column : table.columns()) {
            begin(column);
            if (rows > 0) { // else the format has nothing here, not even the dictionary of no values
                write(column, batches, rows);
            }
        }
        return out;
    }

    /**
     * Writes all records of these batches.
     *
     * @param content that of the table
     * @return the block, valid until the next call
     */
    <R> NativeBuffer encode(Table table, Content.Records<R> content, List<? extends Batch> batches) {
        int rows = 0;
        for (Batch batch : batches) {
            rows = Math.addExact(rows, content.rows(batch));
        }
        begin(table, rows);
        for (Table.Column column : table.columns()) {
            begin(column);
            if (rows > 0) {
                records.write(Source.OfRecord.<R>cells(column.source()), content, batches);
            }
        }
        return out;
    }

    private void begin(Table table, int rows) {
        out.resize(0);
        out.putVarint(table.columns().size());
        out.putVarint(rows);
    }

    private void begin(Table.Column column) {
        out.putText(column.name());
        out.putText(column.type().sql());
    }

    /** Values written so far that were too large or small for their column and replaced by the nearest that fits. */
    long saturated() {
        return saturated + records.saturated();
    }

    private void write(Table.Column column, List<MetricBatch> batches, int rows) {
        Source source = column.source();
        switch (column.type()) {
            case NativeType.Whole type -> batches.forEach(batch -> writeWhole(type, source, batch));
            case NativeType.Real type -> batches.forEach(batch -> writeReal(type, source, batch));
            case NativeType.Text type when type.coded() -> writeCoded(source, batches, rows);
            case NativeType.Text _ -> batches.forEach(batch -> writeText(source, batch));
            case NativeType.Uuid _ -> batches.forEach(batch -> writeUuid(source, batch));
            case NativeType.Buckets type -> writeBuckets(type, source, batches, rows);
            case NativeType.Array type -> writeArray(type, source, batches);
            case NativeType.TextMap _ -> writeMaps(source, batches);
        }
    }

    private static @Nullable Column column(Source source, MetricBatch batch) {
        String name = source.column();
        if (name.isEmpty()) {
            return null;
        }
        return batch.descriptor().indexOf(name).map(batch.columns()::get).orElse(null);
    }

    private void writeWhole(NativeType.Whole type, Source source, MetricBatch batch) {
        int rows = batch.size();
        switch (column(source, batch)) {
            case LongColumn values when source instanceof Source.Moment -> writeMillis(values, rows);
            case LongColumn values -> writeLongs(type, values, rows);
            case DoubleColumn values -> writeRounded(type, values, rows);
            case null, default -> writeSame(type, source, batch);
        }
    }

    /** The widths that most columns have are constants in their loops; see {@link NativeBuffer#set}. */
    private void writeLongs(NativeType.Whole type, LongColumn values, int rows) {
        int width = type.width();
        int at = out.claim(Math.multiplyExact(rows, width));
        long tooLarge = 0;
        if (width == Long.BYTES) {
            for (int row = 0; row < rows; row++) {
                out.set(at + row * Long.BYTES, values.get(row), Long.BYTES);
            }
        } else if (width == Integer.BYTES) {
            for (int row = 0; row < rows; row++) {
                long value = values.get(row);
                long fitting = type.fit(value);
                tooLarge += value == fitting ? 0 : 1;
                out.set(at + row * Integer.BYTES, fitting, Integer.BYTES);
            }
        } else {
            for (int row = 0; row < rows; row++) {
                long value = values.get(row);
                long fitting = type.fit(value);
                tooLarge += value == fitting ? 0 : 1;
                out.set(at + row * width, fitting, width);
            }
        }
        saturated += tooLarge;
    }

    private void writeMillis(LongColumn nanos, int rows) {
        int at = out.claim(Math.multiplyExact(rows, Long.BYTES));
        for (int row = 0; row < rows; row++) {
            out.set(at + row * Long.BYTES, Math.floorDiv(nanos.get(row), NANOS_PER_MILLI), Long.BYTES);
        }
    }

    private void writeRounded(NativeType.Whole type, DoubleColumn values, int rows) {
        for (int row = 0; row < rows; row++) {
            double value = values.get(row);
            long fitting = type.fit(Math.round(value));
            // What a long cannot hold, NaN included, is no longer what it was either.
            saturated += Math.abs(value - fitting) <= 0.5 ? 0 : 1;
            out.putInteger(fitting, type.width());
        }
    }

    private void writeSame(NativeType.Whole type, Source source, MetricBatch batch) {
        if (source instanceof Source.RowNumber) {
            writeRowNumbers(batch.size());
            return;
        }
        long value = source.number(batch);
        long fitting = type.fit(value);
        saturated += value == fitting ? 0 : batch.size();
        out.putRepeated(fitting, type.width(), batch.size());
    }

    private void writeRowNumbers(int rows) {
        int at = out.claim(Math.multiplyExact(rows, Integer.BYTES));
        for (int row = 0; row < rows; row++) {
            out.set(at + row * Integer.BYTES, row, Integer.BYTES);
        }
    }

    private void writeReal(NativeType.Real type, Source source, MetricBatch batch) {
        boolean single = type.width() == Float.BYTES;
        Column column = column(source, batch);
        if (column == null && source instanceof Source.Level) {
            writeMeans(batch);
            return;
        }
        switch (column) {
            case LongColumn values when single -> writeSingles(values);
            case LongColumn values -> writeDoubles(values);
            case DoubleColumn values when single -> writeSingles(values);
            case DoubleColumn values -> writeDoubles(values);
            case null, default -> {
                long value = source.number(batch);
                out.putRepeated(single ? bits((float) value) : bits((double) value), type.width(), batch.size());
            }
        }
    }

    private void writeMeans(MetricBatch batch) {
        Column sums = batch.require(MetricDescriptor.SUM, Column.class);
        Column counts = batch.require(MetricDescriptor.COUNT, Column.class);
        for (int row = 0; row < batch.size(); row++) {
            double count = number(counts, row);
            out.putLong(bits(count == 0 ? 0 : number(sums, row) / count));
        }
    }

    private static double number(Column column, int row) {
        return switch (column) {
            case LongColumn values -> values.get(row);
            case DoubleColumn values -> values.get(row);
            default -> throw new IllegalArgumentException(column.type() + " is no number");
        };
    }

    private void writeSingles(LongColumn values) {
        int at = out.claim(Math.multiplyExact(values.size(), Float.BYTES));
        for (int row = 0; row < values.size(); row++) {
            out.set(at + row * Float.BYTES, bits((float) values.get(row)), Float.BYTES);
        }
    }

    private void writeSingles(DoubleColumn values) {
        int at = out.claim(Math.multiplyExact(values.size(), Float.BYTES));
        for (int row = 0; row < values.size(); row++) {
            out.set(at + row * Float.BYTES, bits((float) values.get(row)), Float.BYTES);
        }
    }

    private void writeDoubles(LongColumn values) {
        int at = out.claim(Math.multiplyExact(values.size(), Double.BYTES));
        for (int row = 0; row < values.size(); row++) {
            out.set(at + row * Double.BYTES, bits((double) values.get(row)), Double.BYTES);
        }
    }

    private void writeDoubles(DoubleColumn values) {
        int at = out.claim(Math.multiplyExact(values.size(), Double.BYTES));
        for (int row = 0; row < values.size(); row++) {
            out.set(at + row * Double.BYTES, bits(values.get(row)), Double.BYTES);
        }
    }

    private static long bits(float value) {
        return Float.floatToIntBits(value);
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    /** Dictionary first: the values of all batches; then one index per row. */
    private void writeCoded(Source source, List<MetricBatch> batches, int rows) {
        dictionary.clear();
        for (MetricBatch batch : batches) {
            if (column(source, batch) instanceof TextColumn values) {
                dictionary.translate(values);
            } else {
                dictionary.place(source.text(batch));
            }
        }
        out.putLong(Dictionary.VERSION);
        int width = dictionary.write(out);
        out.putLong(rows);
        out.reserve((long) rows * width);
        int start = 0;
        for (MetricBatch batch : batches) {
            if (column(source, batch) instanceof TextColumn values) {
                writeCodes(values, start, width);
                start += values.dictionary().size();
            } else {
                int place = dictionary.place(source.text(batch));
                out.putRepeated(place, width, batch.size());
            }
        }
    }

    private void writeCodes(TextColumn values, int start, int width) {
        int rows = values.size();
        if (values.dictionary().size() == 1) {
            out.putRepeated(dictionary.translated(start, 0), width, rows);
            return;
        }
        int at = out.claim(Math.multiplyExact(rows, width));
        if (width == Byte.BYTES) {
            for (int row = 0; row < rows; row++) {
                out.set(at + row, dictionary.translated(start, values.code(row)), Byte.BYTES);
            }
        } else {
            for (int row = 0; row < rows; row++) {
                out.set(at + row * width, dictionary.translated(start, values.code(row)), width);
            }
        }
    }

    private void writeText(Source source, MetricBatch batch) {
        if (column(source, batch) instanceof TextColumn values) {
            for (int row = 0; row < batch.size(); row++) {
                out.putText(values.get(row));
            }
        } else {
            String value = source.text(batch);
            for (int row = 0; row < batch.size(); row++) {
                out.putText(value);
            }
        }
    }

    private void writeUuid(Source source, MetricBatch batch) {
        out.putRepeated(source.uuid(batch), batch.size());
    }

    private void writeBuckets(NativeType.Buckets type, Source source, List<MetricBatch> batches, int rows) {
        int width = type.names().size();
        int stride = Math.multiplyExact(rows, Integer.BYTES);
        int at = out.claim(Math.multiplyExact(width, stride));
        for (MetricBatch batch : batches) {
            LongListColumn values = batch.require(source.column(), LongListColumn.class);
            writeBuckets(values, width, at, stride);
            at += values.size() * Integer.BYTES;
        }
    }

    /**
     * Row by row, as they lie in memory, into as many places as there are buckets.
     *
     * @param at where the first bucket of the first row goes
     * @param stride from one bucket to the next
     */
    private void writeBuckets(LongListColumn values, int width, int at, int stride) {
        NativeType.Whole count = (NativeType.Whole) NativeType.UINT32;
        long tooLarge = 0;
        for (int row = 0; row < values.size(); row++) {
            int to = at + row * Integer.BYTES;
            for (int bucket = 0; bucket < width; bucket++) {
                long value = values.get(row, bucket);
                long fitting = count.fit(value);
                tooLarge += value == fitting ? 0 : 1;
                out.set(to + bucket * stride, fitting, Integer.BYTES);
            }
        }
        saturated += tooLarge;
    }

    private void writeOne(NativeType.Whole type, long value) {
        long fitting = type.fit(value);
        saturated += value == fitting ? 0 : 1;
        out.putInteger(fitting, type.width());
    }

    /** Where each list ends, counted in elements from the block's start; then all elements. */
    private void writeArray(NativeType.Array type, Source source, List<MetricBatch> batches) {
        if (source instanceof Source.Bounds) {
            writeBounds(batches);
            return;
        }
        long end = 0;
        for (MetricBatch batch : batches) {
            Column values = column(source, batch);
            for (int row = 0; row < batch.size(); row++) {
                end += length(values, row);
                out.putLong(end);
            }
        }
        for (MetricBatch batch : batches) {
            Column values = column(source, batch);
            for (int row = 0; row < batch.size(); row++) {
                writeElements(type.element(), values, row);
            }
        }
    }

    private void writeBounds(List<MetricBatch> batches) {
        long end = 0;
        for (MetricBatch batch : batches) {
            int bounds = batch.descriptor().bounds().size();
            for (int row = 0; row < batch.size(); row++) {
                end += bounds;
                out.putLong(end);
            }
        }
        for (MetricBatch batch : batches) {
            double[] bounds = batch.descriptor().bounds().stream()
                    .mapToDouble(bound -> bound - 1)
                    .toArray();
            for (int row = 0; row < batch.size(); row++) {
                for (double bound : bounds) {
                    out.putLong(bits(bound));
                }
            }
        }
    }

    private static int length(@Nullable Column values, int row) {
        return switch (values) {
            case LongListColumn lists -> lists.width();
            case TextListColumn lists -> lists.get(row).size();
            case null, default -> 0;
        };
    }

    private void writeElements(NativeType element, @Nullable Column values, int row) {
        if (values instanceof TextListColumn lists) {
            lists.get(row).forEach(out::putText);
        } else if (values instanceof LongListColumn lists && element instanceof NativeType.Whole type) {
            for (int i = 0; i < lists.width(); i++) {
                writeOne(type, lists.get(row, i));
            }
        }
    }

    /** As arrays of pairs: ends, all names, all values. The names' version stands before everything else. */
    private void writeMaps(Source source, List<MetricBatch> batches) {
        List<RowAttributes> maps = batches.stream().map(source::attributes).toList();
        out.putLong(Dictionary.VERSION);
        dictionary.clear();
        long end = 0;
        for (RowAttributes map : maps) {
            map.register(dictionary);
            for (int row = 0; row < map.rows(); row++) {
                end += map.count(row);
                out.putLong(end);
            }
        }
        if (end == 0) {
            return;
        }
        int width = dictionary.write(out);
        out.putLong(end);
        for (RowAttributes map : maps) {
            for (int row = 0; row < map.rows(); row++) {
                map.writeNames(row, out, dictionary, width);
            }
        }
        for (RowAttributes map : maps) {
            for (int row = 0; row < map.rows(); row++) {
                map.writeValues(row, out);
            }
        }
    }
}
