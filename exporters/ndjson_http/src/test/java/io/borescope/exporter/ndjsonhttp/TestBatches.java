package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes batches column by column; those of the contract's examples unless told otherwise. */
final class TestBatches {
    static final List<Long> OBSERVOOR_BOUNDS = List.of(
            1_000L,
            10_000L,
            100_000L,
            1_000_000L,
            10_000_000L,
            100_000_000L,
            1_000_000_000L,
            10_000_000_000L,
            100_000_000_000L);

    private static long sequence;

    private final String metric;
    private final List<ColumnSpec> specs = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private List<Long> bounds = List.of();
    private String unit = "ns";
    private long events = 10;
    private long lost;
    private Resource resource = Resource.of(Map.of(Resource.INSTANCE_NAME, "node-7", Resource.NETWORK_NAME, "hoodi"));
    private Window window = new Window(
            1,
            new ClockMapping(0, 0),
            nanos("2026-01-05T10:00:00.004999Z"),
            nanos("2026-01-05T10:00:01.005999Z"),
            13400021,
            nanos("2026-01-05T09:59:59Z"),
            Window.NO_EPOCH);

    private TestBatches(String metric) {
        this.metric = metric;
    }

    static TestBatches batch(String metric) {
        return new TestBatches(metric);
    }

    /** A batch of the process of the contract's examples. */
    static TestBatches reth(String metric) {
        return batch(metric).longs("pid", 4242).texts("client_type", "reth");
    }

    /** A batch of {@code syscall_read} with this many rows, one process each. */
    static MetricBatch rows(int rows) {
        long[] pids = new long[rows];
        long[] ones = new long[rows];
        Arrays.setAll(pids, row -> row);
        Arrays.fill(ones, 1);
        return batch("syscall_read")
                .longs("pid", pids)
                .texts("client_type", new String[rows])
                .longs("sum", pids)
                .longs("count", ones)
                .events(rows * 3L + 1)
                .build();
    }

    static long nanos(String instant) {
        Instant at = Instant.parse(instant);
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }

    TestBatches longs(String name, long... values) {
        return column(name, ColumnType.LONG, new LongColumn(values));
    }

    TestBatches doubles(String name, double... values) {
        return column(name, ColumnType.DOUBLE, new DoubleColumn(values));
    }

    TestBatches texts(String name, String... values) {
        List<String> known = Arrays.stream(values)
                .map(value -> value == null ? "geth" : value)
                .toList();
        return column(name, ColumnType.TEXT, TextColumn.of(known));
    }

    TestBatches lists(String name, int width, long... values) {
        return column(name, ColumnType.LONG_LIST, new LongListColumn(width, values));
    }

    TestBatches noLongs(String name) {
        return column(name, ColumnType.LONG_LIST, LongListColumn.empty(1));
    }

    TestBatches textLists(String name, List<List<String>> values) {
        return column(name, ColumnType.TEXT_LIST, new TextListColumn(values));
    }

    TestBatches maps(String name, List<Map<String, String>> values) {
        return column(name, ColumnType.MAP, new MapColumn(values));
    }

    private TestBatches column(String name, ColumnType type, Column column) {
        specs.add(new ColumnSpec(name, type, ""));
        columns.add(column);
        return this;
    }

    TestBatches histogram(long... counts) {
        bounds = OBSERVOOR_BOUNDS;
        return lists("histogram", counts.length, counts);
    }

    TestBatches bounds(String unitOfBounds, Long... values) {
        unit = unitOfBounds;
        bounds = List.of(values);
        return this;
    }

    TestBatches window(Window value) {
        window = value;
        return this;
    }

    TestBatches resource(Resource value) {
        resource = value;
        return this;
    }

    TestBatches events(long value) {
        events = value;
        return this;
    }

    TestBatches lost(long value) {
        lost = value;
        return this;
    }

    MetricBatch build() {
        MetricDescriptor descriptor = new MetricDescriptor(
                metric, "", MetricKind.SNAPSHOT, unit, Temporality.DELTA, List.of(), specs, bounds);
        return new MetricBatch(
                new BatchId(new UUID(0, 1), new UUID(0, 2), ++sequence),
                resource,
                descriptor,
                window,
                nanos("2026-01-05T10:00:01.006999999Z"),
                columns,
                events,
                lost);
    }
}
