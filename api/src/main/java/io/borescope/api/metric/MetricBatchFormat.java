package io.borescope.api.metric;

import io.borescope.api.BatchFormat;
import io.borescope.api.BatchId;
import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import io.borescope.api.Resource;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The binary form of a {@link MetricBatch}, version 1: big-endian, each text as a 32-bit length and UTF-8. What an older version wrote
 * stays readable; {@link #read} refuses versions from the future and sizes beyond its limits, so damaged input costs an exception and not
 * the heap. It does not detect flipped bits in figures: whoever stores it adds a checksum.
 */
public final class MetricBatchFormat implements BatchFormat<MetricBatch> {
    /** The only one; it has no state. */
    public static final MetricBatchFormat INSTANCE = new MetricBatchFormat();

    private static final int VERSION = 1;
    private static final int MAGIC = 0x42534d42; // BSMB
    private static final int MAX_COLUMNS = 1 << 12;
    private static final int MAX_CELLS = 1 << 24;

    private MetricBatchFormat() {}

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(MetricBatch batch, DataOutput output) throws IOException {
        FormatOutput out = new FormatOutput(output);
        output.writeInt(MAGIC);
        output.writeShort(VERSION);
        out.id(batch.id());
        writeMap(batch.resource().attributes(), out);
        writeDescriptor(batch.descriptor(), out);
        writeWindow(batch.window(), output);
        output.writeLong(batch.madeEpochNanos());
        output.writeLong(batch.eventCount());
        output.writeLong(batch.lostEvents());
        output.writeInt(batch.size());
        for (Column column : batch.columns()) {
            writeColumn(column, out);
        }
    }

    @Override
    public MetricBatch read(DataInput in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a metric batch");
        }
        int version = in.readUnsignedShort();
        if (version != VERSION) {
            throw new IOException("metric batch of version " + version + "; this agent reads version " + VERSION);
        }
        try {
            return readBody(new FormatInput(in, "metric batch"));
        } catch (IllegalArgumentException e) {
            throw new IOException("damaged metric batch: " + e.getMessage(), e);
        }
    }

    private static MetricBatch readBody(FormatInput in) throws IOException {
        BatchId id = in.id();
        Resource resource = Resource.of(readMap(in));
        MetricDescriptor descriptor = readDescriptor(in);
        DataInput figures = in.figures();
        Window window = readWindow(figures);
        long made = figures.readLong();
        long events = figures.readLong();
        long lost = figures.readLong();
        int rows = in.count(MAX_CELLS, "rows");
        List<Column> columns = new ArrayList<>();
        for (ColumnSpec spec : descriptor.columns()) {
            columns.add(readColumn(spec.type(), rows, in));
        }
        return new MetricBatch(id, resource, descriptor, window, made, columns, events, lost);
    }

    private static void writeDescriptor(MetricDescriptor descriptor, FormatOutput out) throws IOException {
        out.text(descriptor.name());
        out.text(descriptor.description());
        out.text(descriptor.kind().name());
        out.text(descriptor.unit());
        out.text(descriptor.temporality().name());
        writeSpecs(descriptor.attributes(), out);
        writeSpecs(descriptor.values(), out);
        out.list(descriptor.bounds(), out.figures()::writeLong);
    }

    private static MetricDescriptor readDescriptor(FormatInput in) throws IOException {
        return new MetricDescriptor(
                in.text(),
                in.text(),
                MetricKind.valueOf(in.text()),
                in.text(),
                Temporality.valueOf(in.text()),
                readSpecs(in),
                readSpecs(in),
                in.list("bounds", MAX_COLUMNS, in.figures()::readLong));
    }

    private static void writeSpecs(List<ColumnSpec> specs, FormatOutput out) throws IOException {
        out.list(specs, (ColumnSpec spec) -> {
            out.text(spec.name());
            out.text(spec.type().name());
            out.text(spec.unit());
        });
    }

    private static List<ColumnSpec> readSpecs(FormatInput in) throws IOException {
        return in.list(
                "columns", MAX_COLUMNS, () -> new ColumnSpec(in.text(), ColumnType.valueOf(in.text()), in.text()));
    }

    private static void writeWindow(Window window, DataOutput out) throws IOException {
        out.writeLong(window.sequence());
        out.writeInt(window.mapping().generation());
        out.writeLong(window.mapping().offsetNanos());
        out.writeLong(window.startEpochNanos());
        out.writeLong(window.endEpochNanos());
        out.writeLong(window.slot());
        out.writeLong(window.slotStartEpochNanos());
        out.writeLong(window.epoch());
    }

    private static Window readWindow(DataInput in) throws IOException {
        return new Window(
                in.readLong(),
                new ClockMapping(in.readInt(), in.readLong()),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }

    private static void writeColumn(Column column, FormatOutput out) throws IOException {
        DataOutput figures = out.figures();
        switch (column) {
            case LongColumn longs -> {
                for (int row = 0; row < longs.size(); row++) {
                    figures.writeLong(longs.get(row));
                }
            }
            case DoubleColumn doubles -> {
                for (int row = 0; row < doubles.size(); row++) {
                    figures.writeDouble(doubles.get(row));
                }
            }
            case TextColumn text -> {
                out.list(text.dictionary(), out::text);
                for (int row = 0; row < text.size(); row++) {
                    figures.writeInt(text.code(row));
                }
            }
            case LongListColumn lists -> {
                figures.writeInt(lists.width());
                for (int row = 0; row < lists.size(); row++) {
                    for (int i = 0; i < lists.width(); i++) {
                        figures.writeLong(lists.get(row, i));
                    }
                }
            }
            case TextListColumn lists -> {
                for (int row = 0; row < lists.size(); row++) {
                    out.list(lists.get(row), out::text);
                }
            }
            case MapColumn maps -> {
                for (int row = 0; row < maps.size(); row++) {
                    writeMap(maps.get(row), out);
                }
            }
        }
    }

    private static Column readColumn(ColumnType type, int rows, FormatInput in) throws IOException {
        return switch (type) {
            case LONG -> new LongColumn(readLongs(rows, in.figures()));
            case DOUBLE -> {
                double[] values = new double[rows];
                for (int row = 0; row < rows; row++) {
                    values[row] = in.figures().readDouble();
                }
                yield new DoubleColumn(values);
            }
            case TEXT -> readTextColumn(rows, in);
            case LONG_LIST -> {
                int width = in.count(MAX_COLUMNS, "list width");
                yield width == 0
                        ? LongListColumn.empty(rows)
                        : new LongListColumn(width, readLongs(cells(rows, width, in), in.figures()));
            }
            case TEXT_LIST -> new TextListColumn(readRows(rows, () -> in.list("list", MAX_COLUMNS, in::text)));
            case MAP -> new MapColumn(readRows(rows, () -> readMap(in)));
        };
    }

    private static <T> List<T> readRows(int rows, FormatInput.Element<T> element) throws IOException {
        List<T> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            values.add(element.read());
        }
        return values;
    }

    private static TextColumn readTextColumn(int rows, FormatInput in) throws IOException {
        List<String> dictionary = in.list("dictionary", MAX_CELLS, in::text);
        int[] codes = new int[rows];
        for (int row = 0; row < rows; row++) {
            codes[row] = in.figures().readInt();
            if (codes[row] < 0 || codes[row] >= dictionary.size()) {
                throw in.damaged("text code " + codes[row] + " of " + dictionary.size());
            }
        }
        return new TextColumn(dictionary, codes);
    }

    private static long[] readLongs(int count, DataInput in) throws IOException {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    private static int cells(int rows, int width, FormatInput in) throws IOException {
        long cells = (long) rows * width;
        if (cells > MAX_CELLS) {
            throw in.damaged(cells + " cells in a column");
        }
        return (int) cells;
    }

    private static void writeMap(Map<String, String> map, FormatOutput out) throws IOException {
        out.figures().writeInt(map.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) { // sorted: equal batches, equal bytes
            out.text(entry.getKey());
            out.text(entry.getValue());
        }
    }

    private static Map<String, String> readMap(FormatInput in) throws IOException {
        Map<String, String> map = new HashMap<>();
        for (int left = in.count(MAX_COLUMNS, "attributes"); left > 0; left--) {
            map.put(in.text(), in.text());
        }
        return map;
    }
}
