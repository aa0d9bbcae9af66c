package io.borescope.exporter.clickhouse;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes batches that fit a table, of ordinary values, extremes and text that is hard on encoders. */
final class RandomBatches {
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0xFF,
        0x100,
        0xFFFF,
        0x10000,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        (1L << 24) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] EXTREME_REALS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1.0 / 3
    };
    private static final List<String> HARD_TEXTS = List.of(
            "", "reth", "a\tb\nc\\d'e\"f`", "\0", "größe", "日本語", "😀", "e\u0301", "\uFEFF", "x".repeat(300), "\uFFFD");

    private final Random random;
    private long sequence;

    RandomBatches(long seed) {
        random = new Random(seed);
    }

    /** A batch with a value for everything that the table asks of a metric. */
    MetricBatch of(Table table, int rows) {
        List<ColumnSpec> specs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Table.Column column : table.columns()) {
            String name = column.source().column();
            if (!name.isEmpty() && specs.stream().noneMatch(spec -> spec.name().equals(name))) {
                Column values = values(column, rows);
                specs.add(new ColumnSpec(name, values.type(), ""));
                columns.add(values);
            }
        }
        return batch(table.name(), specs, columns);
    }

    private MetricBatch batch(String metric, List<ColumnSpec> specs, List<Column> columns) {
        List<Long> bounds = Stream.iterate(1000L, bound -> bound * 10).limit(9).toList();
        MetricDescriptor descriptor = new MetricDescriptor(
                metric, "", MetricKind.SNAPSHOT, "ns", Temporality.DELTA, List.of(), specs, bounds);
        Resource resource = Resource.of(Map.of(Resource.INSTANCE_NAME, text(), Resource.NETWORK_NAME, text()));
        UUID run = new UUID(random.nextLong(), random.nextLong());
        return new MetricBatch(
                new BatchId(new UUID(random.nextLong(), 7), run, ++sequence),
                resource,
                descriptor,
                window(),
                nanos(),
                columns,
                1,
                random.nextInt(3));
    }

    private Window window() {
        long start = nanos();
        long length = random.nextInt(4) == 0 ? 0 : random.nextLong(100_000_000_000L);
        boolean slots = random.nextBoolean();
        return new Window(
                1,
                new ClockMapping(0, 0),
                start,
                start + length,
                slots ? random.nextInt(Integer.MAX_VALUE) : Window.NO_SLOT,
                start - random.nextLong(12_000_000_000L),
                slots ? random.nextInt(1_000_000) : Window.NO_EPOCH);
    }

    /** In one of three months around the turn of a year. */
    private long nanos() {
        return 1_765_000_000_000_000_000L + random.nextLong(5_000_000_000_000_000L);
    }

    private Column values(Table.Column column, int rows) {
        return switch (column.type()) {
            case NativeType.Whole _ when column.source() instanceof Source.Moment -> longs(rows, this::nanos);
            case NativeType.Whole _ -> longs(rows, this::number);
            case NativeType.Real _ when random.nextBoolean() -> longs(rows, this::number);
            case NativeType.Real _ ->
                new DoubleColumn(
                        IntStream.range(0, rows).mapToDouble(row -> real()).toArray());
            case NativeType.Text _ -> TextColumn.of(list(rows, this::text));
            case NativeType.Buckets buckets -> lists(rows, buckets.names().size());
            case NativeType.Array(NativeType.Text _) ->
                new TextListColumn(list(rows, () -> list(random.nextInt(4), this::text)));
            case NativeType.Array _ -> {
                int width = random.nextInt(4);
                yield width == 0 ? LongListColumn.empty(rows) : lists(rows, width);
            }
            case NativeType.TextMap _ ->
                new MapColumn(list(
                        rows,
                        () -> random.nextInt(3) == 0 ? Map.of() : Map.of(text(), text(), "the other key", text())));
            case NativeType.Uuid _ -> throw new IllegalArgumentException("no column of a metric is one");
        };
    }

    private LongColumn longs(int rows, Supplier<Long> value) {
        return new LongColumn(
                IntStream.range(0, rows).mapToLong(row -> value.get()).toArray());
    }

    private LongListColumn lists(int rows, int width) {
        return new LongListColumn(
                width,
                IntStream.range(0, rows * width).mapToLong(row -> number()).toArray());
    }

    private static <T> List<T> list(int size, Supplier<T> value) {
        return Stream.generate(value).limit(size).toList();
    }

    private long number() {
        return random.nextInt(3) == 0
                ? EXTREMES[random.nextInt(EXTREMES.length)]
                : random.nextLong() >>> random.nextInt(64);
    }

    private double real() {
        return random.nextInt(3) == 0
                ? EXTREME_REALS[random.nextInt(EXTREME_REALS.length)]
                : random.nextGaussian() * 1e9;
    }

    private String text() {
        return random.nextInt(3) == 0
                ? HARD_TEXTS.get(random.nextInt(HARD_TEXTS.size()))
                : Integer.toString(random.nextInt(2000), 36);
    }
}
