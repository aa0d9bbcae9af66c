package io.borescope.exporter.clickhouse;

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
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Batches in the shape that {@code aggregate} makes. */
final class TestBatches {
    private static final long START = 1_765_000_000_000_000_000L;
    private static long sequence;

    private final String metric;
    private final MetricKind kind;
    private final List<ColumnSpec> attributes = new ArrayList<>();
    private final List<ColumnSpec> values = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    private TestBatches(String metric, MetricKind kind) {
        this.metric = metric;
        this.kind = kind;
    }

    /** Latencies of as many processes, each a client of its own. */
    static MetricBatch distinctClients(String metric, int rows) {
        long[] pids = IntStream.range(0, rows).asLongStream().toArray();
        String[] clients = Arrays.stream(pids).mapToObj(pid -> "client-" + pid).toArray(String[]::new);
        return latencies(metric, pids, new long[rows], clients);
    }

    /** Latencies of as many processes of one client, in the form of {@code aggregate}. */
    static MetricBatch latencies(String metric, int rows) {
        long[] pids = IntStream.range(0, rows).asLongStream().toArray();
        long[] starts = Arrays.stream(pids).map(pid -> START - pid * 1_000_000).toArray();
        String[] clients = new String[rows];
        Arrays.fill(clients, "reth");
        return latencies(metric, pids, starts, clients);
    }

    /** CPU time of one process, by CPU, with an attribute of its own. */
    static MetricBatch cpuTime() {
        return new TestBatches("cpu_time", MetricKind.SUM)
                .key("pid", 7, 7)
                .key("process_start_time", START, 0)
                .key("client_type", "reth", "größe")
                .key("sampling_mode", "none", "nth")
                .key("sampling_rate", new double[] {1, 0.25})
                .key("direction", "tx", "rx")
                .key("cpu", 0, 31)
                .key("attributes", List.of(Map.of("container.id", "c0ffee"), Map.of()))
                .value("sum", Long.MAX_VALUE, 4)
                .value("count", 1, 1)
                .build();
    }

    /** Observations of a level, of which the second row has none. */
    static MetricBatch depth() {
        return new TestBatches("queue_depth", MetricKind.GAUGE)
                .key("queue", "a", "b")
                .value("sum", 7, 0)
                .value("count", 2, 0)
                .value("min", 3, 0)
                .value("max", 4, 0)
                .build();
    }

    /** Figures side by side, with a text among them. */
    static MetricBatch sensors() {
        TestBatches batch = new TestBatches("sensors", MetricKind.SNAPSHOT)
                .key("host", "h1")
                .value("fan", 1200);
        batch.values.add(new ColumnSpec("celsius", ColumnType.DOUBLE, "Cel"));
        batch.columns.add(new DoubleColumn(new double[] {Double.NaN}));
        batch.values.add(ColumnSpec.text("state"));
        batch.columns.add(TextColumn.of(List.of("warm")));
        return batch.build();
    }

    /** Two rows that differ in nothing but when the process started. */
    static MetricBatch twoProcessesOfOnePid() {
        return latencies("syscall_read", new long[] {7, 7}, new long[] {START, START + 1_000_000_000}, "reth", "reth");
    }

    private static MetricBatch latencies(String metric, long[] pids, long[] startTimes, String... clients) {
        int rows = pids.length;
        long[] counts = new long[rows];
        Arrays.setAll(counts, row -> row + 2);
        return new TestBatches(metric, MetricKind.HISTOGRAM)
                .key("pid", pids)
                .key("process_start_time", startTimes)
                .key("client_type", clients)
                .value("sum", counts)
                .value("count", counts)
                .value("min", counts)
                .value("max", counts)
                .histogram(new long[rows * 10])
                .build();
    }

    /** One process that sent over TCP and UDP, received over TCP, and sent something that was sampled. */
    static MetricBatch netIo() {
        return new TestBatches("net_io", MetricKind.SUM)
                .key("pid", 7, 7, 7, 7)
                .key("client_type", "reth", "reth", "reth", "reth")
                .key("sampling_mode", "none", "none", "none", "nth")
                .key("direction", "tx", "rx", "tx", "tx")
                .key("transport", "tcp", "tcp", "udp", "tcp")
                .value("sum", 1, 4, 2, 8)
                .value("count", 1, 1, 2, 1)
                .build();
    }

    /** Rows of a few processes, of which many differ in the transport alone. */
    static MetricBatch netIo(Random random, int rows) {
        return new TestBatches("net_io", MetricKind.SUM)
                .key("pid", random.longs(rows, 0, 8).toArray())
                .key("direction", texts(random, rows, "tx", "rx"))
                .key("transport", texts(random, rows, "tcp", "udp", "unix"))
                .value("sum", random.longs(rows, 0, 1000).toArray())
                .value("count", new long[rows])
                .build();
    }

    private static String[] texts(Random random, int rows, String... choice) {
        return random.ints(rows, 0, choice.length).mapToObj(i -> choice[i]).toArray(String[]::new);
    }

    private TestBatches key(String name, long... numbers) {
        attributes.add(ColumnSpec.integer(name, "1"));
        columns.add(new LongColumn(numbers));
        return this;
    }

    private TestBatches key(String name, String... texts) {
        attributes.add(ColumnSpec.text(name));
        columns.add(TextColumn.of(List.of(texts)));
        return this;
    }

    private TestBatches key(String name, double[] numbers) {
        attributes.add(new ColumnSpec(name, ColumnType.DOUBLE, "1"));
        columns.add(new DoubleColumn(numbers));
        return this;
    }

    private TestBatches key(String name, List<Map<String, String>> maps) {
        attributes.add(new ColumnSpec(name, ColumnType.MAP, ""));
        columns.add(new MapColumn(maps));
        return this;
    }

    private TestBatches value(String name, long... numbers) {
        values.add(ColumnSpec.integer(name, "1"));
        columns.add(new LongColumn(numbers));
        return this;
    }

    private TestBatches histogram(long... counts) {
        values.add(new ColumnSpec("histogram", ColumnType.LONG_LIST, "1"));
        columns.add(new LongListColumn(10, counts));
        return this;
    }

    private MetricBatch build() {
        List<Long> bounds = kind == MetricKind.HISTOGRAM
                ? Stream.iterate(1000L, bound -> bound * 10).limit(9).toList()
                : List.of();
        return new MetricBatch(
                new BatchId(new UUID(0, 1), new UUID(0, 2), ++sequence),
                Resource.of(Map.of(Resource.INSTANCE_NAME, "node-7", Resource.NETWORK_NAME, "hoodi")),
                new MetricDescriptor(metric, "", kind, "ns", Temporality.DELTA, attributes, values, bounds),
                new Window(1, new ClockMapping(0, 0), START, START + 1_000_000_000, 5, START, 0),
                START + 2_000_000_000,
                columns,
                1,
                0);
    }
}
