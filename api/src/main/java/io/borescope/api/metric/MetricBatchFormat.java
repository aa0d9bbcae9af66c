package io.borescope.api.metric;

import io.borescope.api.BatchFormat;
import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

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
    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final int MAX_COLUMNS = 1 << 12;
    private static final int MAX_CELLS = 1 << 24;

    private MetricBatchFormat() {}

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(MetricBatch batch, DataOutput out) throws IOException {
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        writeUuid(batch.id().agent(), out);
        writeUuid(batch.id().run(), out);
        out.writeLong(batch.id().sequence());
        writeMap(batch.resource().attributes(), out);
        writeDescriptor(batch.descriptor(), out);
        writeWindow(batch.window(), out);
        out.writeLong(batch.madeEpochNanos());
        out.writeLong(batch.eventCount());
        out.writeLong(batch.lostEvents());
        out.writeInt(batch.size());
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
            return readBody(in);
        } catch (IllegalArgumentException e) {
            throw new IOException("damaged metric batch: " + e.getMessage(), e);
        }
    }

    private static MetricBatch readBody(DataInput in) throws IOException {
        BatchId id = new BatchId(readUuid(in), readUuid(in), in.readLong());
        Resource resource = Resource.of(readMap(in));
        MetricDescriptor descriptor = readDescriptor(in);
        Window window = readWindow(in);
        long made = in.readLong();
        long events = in.readLong();
        long lost = in.readLong();
        int rows = count(in, MAX_CELLS, "rows");
        List<Column> columns = new ArrayList<>();
        for (ColumnSpec spec : descriptor.columns()) {
            columns.add(readColumn(spec.type(), rows, in));
        }
        return new MetricBatch(id, resource, descriptor, window, made, columns, events, lost);
    }

    private static void writeDescriptor(MetricDescriptor descriptor, DataOutput out) throws IOException {
        writeText(descriptor.name(), out);
        writeText(descriptor.description(), out);
        writeText(descriptor.kind().name(), out);
        writeText(descriptor.unit(), out);
        writeText(descriptor.temporality().name(), out);
        writeSpecs(descriptor.attributes(), out);
        writeSpecs(descriptor.values(), out);
        out.writeInt(descriptor.bounds().size());
        for (long bound : descriptor.bounds()) {
            out.writeLong(bound);
        }
    }

    private static MetricDescriptor readDescriptor(DataInput in) throws IOException {
        String name = readText(in);
        String description = readText(in);
        MetricKind kind = MetricKind.valueOf(readText(in));
        String unit = readText(in);
        Temporality temporality = Temporality.valueOf(readText(in));
        List<ColumnSpec> attributes = readSpecs(in);
        List<ColumnSpec> values = readSpecs(in);
        List<Long> bounds = new ArrayList<>();
        for (int left = count(in, MAX_COLUMNS, "bounds"); left > 0; left--) {
            bounds.add(in.readLong());
        }
        return new MetricDescriptor(name, description, kind, unit, temporality, attributes, values, bounds);
    }

    private static void writeSpecs(List<ColumnSpec> specs, DataOutput out) throws IOException {
        out.writeInt(specs.size());
        for (ColumnSpec spec : specs) {
            writeText(spec.name(), out);
            writeText(spec.type().name(), out);
            writeText(spec.unit(), out);
        }
    }

    private static List<ColumnSpec> readSpecs(DataInput in) throws IOException {
        List<ColumnSpec> specs = new ArrayList<>();
        for (int left = count(in, MAX_COLUMNS, "columns"); left > 0; left--) {
            specs.add(new ColumnSpec(readText(in), ColumnType.valueOf(readText(in)), readText(in)));
        }
        return specs;
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

    private static void writeColumn(Column column, DataOutput out) throws IOException {
        switch (column) {
            case LongColumn longs -> {
                for (int row = 0; row < longs.size(); row++) {
                    out.writeLong(longs.get(row));
                }
            }
            case DoubleColumn doubles -> {
                for (int row = 0; row < doubles.size(); row++) {
                    out.writeDouble(doubles.get(row));
                }
            }
            case TextColumn text -> {
                writeTexts(text.dictionary(), out);
                for (int row = 0; row < text.size(); row++) {
                    out.writeInt(text.code(row));
                }
            }
            case LongListColumn lists -> {
                out.writeInt(lists.width());
                for (int row = 0; row < lists.size(); row++) {
                    for (int i = 0; i < lists.width(); i++) {
                        out.writeLong(lists.get(row, i));
                    }
                }
            }
            case TextListColumn lists -> {
                for (int row = 0; row < lists.size(); row++) {
                    writeTexts(lists.get(row), out);
                }
            }
            case MapColumn maps -> {
                for (int row = 0; row < maps.size(); row++) {
                    writeMap(maps.get(row), out);
                }
            }
        }
    }

    private static Column readColumn(ColumnType type, int rows, DataInput in) throws IOException {
        return switch (type) {
            case LONG -> new LongColumn(readLongs(rows, in));
            case DOUBLE -> {
                double[] values = new double[rows];
                for (int row = 0; row < rows; row++) {
                    values[row] = in.readDouble();
                }
                yield new DoubleColumn(values);
            }
            case TEXT -> readTextColumn(rows, in);
            case LONG_LIST -> {
                int width = count(in, MAX_COLUMNS, "list width");
                yield width == 0
                        ? LongListColumn.empty(rows)
                        : new LongListColumn(width, readLongs(cells(rows, width), in));
            }
            case TEXT_LIST -> {
                List<List<String>> values = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    values.add(readTexts(MAX_COLUMNS, "list", in));
                }
                yield new TextListColumn(values);
            }
            case MAP -> {
                List<Map<String, String>> values = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    values.add(readMap(in));
                }
                yield new MapColumn(values);
            }
        };
    }

    private static TextColumn readTextColumn(int rows, DataInput in) throws IOException {
        List<String> dictionary = readTexts(MAX_CELLS, "dictionary", in);
        int[] codes = new int[rows];
        for (int row = 0; row < rows; row++) {
            codes[row] = in.readInt();
            if (codes[row] < 0 || codes[row] >= dictionary.size()) {
                throw new IOException("damaged metric batch: text code " + codes[row] + " of " + dictionary.size());
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

    private static int cells(int rows, int width) throws IOException {
        long cells = (long) rows * width;
        if (cells > MAX_CELLS) {
            throw new IOException("damaged metric batch: " + cells + " cells in a column");
        }
        return (int) cells;
    }

    private static void writeUuid(UUID uuid, DataOutput out) throws IOException {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    private static UUID readUuid(DataInput in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static void writeMap(Map<String, String> map, DataOutput out) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) { // sorted: equal batches, equal bytes
            writeText(entry.getKey(), out);
            writeText(entry.getValue(), out);
        }
    }

    private static Map<String, String> readMap(DataInput in) throws IOException {
        Map<String, String> map = new HashMap<>();
        for (int left = count(in, MAX_COLUMNS, "attributes"); left > 0; left--) {
            map.put(readText(in), readText(in));
        }
        return map;
    }

    private static void writeTexts(List<String> texts, DataOutput out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(text, out);
        }
    }

    private static List<String> readTexts(int limit, String what, DataInput in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = count(in, limit, what); left > 0; left--) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static void writeText(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new IOException("a text of " + bytes.length + " bytes is beyond the limit of " + MAX_TEXT_BYTES);
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInput in) throws IOException {
        byte[] bytes = new byte[count(in, MAX_TEXT_BYTES, "text")];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int count(DataInput in, int limit, String what) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > limit) {
            throw new IOException("damaged metric batch: " + what + " of " + count);
        }
        return count;
    }
}
