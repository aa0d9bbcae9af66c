package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.Value;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.OtelRecords;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BlockEncoderTest {
    private static final int MOST_ROUNDS = 300;
    private static final long A_FEW_OBJECTS = 1000;
    private static final Table READ = ObservoorTables.of("syscall_read").orElseThrow();

    @Test
    void aRowLeavesNothingOnTheHeap() {
        assertAllocatesNothing(READ, new RandomBatches(1).of(READ, 20_000), new RandomBatches(1).of(READ, 120_000));
    }

    @Test
    void aRowWhoseKeysBecomeAMapLeavesNothingOnTheHeap() {
        OtelTables tables = new OtelTables(MetricsTablesConfig.DEFAULT);
        MetricBatch few = TestBatches.latencies("disk_queue_time", 20_000);
        MetricBatch many = TestBatches.latencies("disk_queue_time", 120_000);
        assertAllocatesNothing(tables.of(many).orElseThrow(), few, many);
    }

    @Test
    void aSpanLeavesNothingOnTheHeap() {
        RecordTables tables =
                new RecordTables(RecordTablesTest.config(Compression.NONE, URI.create("http://localhost:1")));
        SpanBatch few = OtelRecords.spans("service", sameSpan(5_000));
        SpanBatch many = OtelRecords.spans("service", sameSpan(30_000));
        Table table = tables.of(many).getFirst();
        Content.Records<?> records = (Content.Records<?>) table.content();
        BlockEncoder encoder = new BlockEncoder();
        assertAllocatesNothing(
                () -> encoder.encode(table, records, List.of(few)),
                () -> encoder.encode(table, records, List.of(many)));
    }

    private static List<Span> sameSpan(int times) {
        Attributes attributes = Attributes.EMPTY
                .with("http.route", Value.of("/größe"))
                .with("http.response.status_code", Value.of(200))
                .with("error", Value.of(false));
        Span.Event event = new Span.Event(7, "exception", attributes, 0);
        Span span = OtelRecords.span(7, "GET", attributes).with(List.of(event));
        // Each with attributes of its own, as they come from the network: the same object would be written once and
        // copied.
        return IntStream.range(0, times)
                .mapToObj(i ->
                        span.with(attributes.filter((name, _) -> !name.equals(i % 2 == 0 ? "error" : "http.route"))))
                .toList();
    }

    /** All texts are in both: what differs is ten thousands of rows. */
    private static void assertAllocatesNothing(Table table, MetricBatch few, MetricBatch many) {
        BlockEncoder encoder = new BlockEncoder();
        assertAllocatesNothing(() -> encoder.encode(table, List.of(few)), () -> encoder.encode(table, List.of(many)));
    }

    private static void assertAllocatesNothing(Runnable few, Runnable many) {
        long more = Long.MAX_VALUE;
        // The buffer grows first, and it takes the compiler some rounds to see what is never kept.
        for (int round = 0; round < MOST_ROUNDS && more >= A_FEW_OBJECTS; round++) {
            more = allocatedBy(many) - allocatedBy(few);
        }
        assertThat(more).isLessThan(A_FEW_OBJECTS);
    }

    private static long allocatedBy(Runnable encoding) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        encoding.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        encoding.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aBlockWithoutRowsIsNamesAndTypesAlone() {
        Table table = new Table(
                "t",
                Content.Columns.WINDOWS,
                1,
                List.of(new Table.Column("x", NativeType.LOW_CARDINALITY, new Source.Figure("x"), 1)));
        MetricBatch none = batch(ColumnSpec.text("x"), TextColumn.of(List.of()));
        NativeBuffer block = new BlockEncoder().encode(table, List.of(none));
        String written = new String(block.array(), 0, block.size(), StandardCharsets.US_ASCII);
        assertThat(written).isEqualTo("\1\0\1x\26LowCardinality(String)");
    }

    @Test
    void valuesThatDoNotFitAreReplacedByTheNearestAndCounted() {
        BlockEncoder encoder = new BlockEncoder();
        Table table = new Table(
                "t",
                Content.Columns.WINDOWS,
                1,
                List.of(new Table.Column("x", NativeType.UINT16, new Source.Figure("x"), 1)));
        MetricBatch batch = batch(
                new ColumnSpec("x", ColumnType.DOUBLE, ""),
                new DoubleColumn(new double[] {70_000, -1, 1.5, Double.NaN, 65_535.4}));
        NativeBuffer block = encoder.encode(table, List.of(batch));
        assertThat(encoder.saturated()).isEqualTo(3);
        byte[] values = Arrays.copyOfRange(block.array(), block.size() - 10, block.size());
        assertThat(values).isEqualTo(new byte[] {-1, -1, 0, 0, 2, 0, 0, 0, -1, -1});
    }

    @Test
    void mapsAndWideFloatsArrive(@TempDir Path folder) throws Exception {
        Table table = new Table(
                "maps",
                Content.Columns.WINDOWS,
                1,
                List.of(
                        new Table.Column("attributes", NativeType.ATTRIBUTES, new Source.Figure("attributes"), 1),
                        new Table.Column("value", NativeType.FLOAT64, new Source.Numeric("value", 3), 1)));
        List<MetricBatch> batches = List.of(
                maps(List.of(Map.of(), Map.of("b", "größe\t"))),
                maps(List.of(Map.of("b", ""), Map.of("c", "2"), Map.of())),
                maps(List.of()));
        try (TestEngine engine = TestEngine.start(folder)) {
            engine.execute(
                    "default",
                    "CREATE TABLE maps (attributes Map(LowCardinality(String), String), value Float64)"
                            + " ENGINE = MergeTree ORDER BY ()");
            ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                    List.of(engine.uri()),
                    "default",
                    null,
                    null,
                    Compression.NONE,
                    100_000,
                    ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                    Map.of(),
                    MetricsTablesConfig.DEFAULT,
                    TlsConfig.DEFAULT,
                    false,
                    ClusterConfig.NONE,
                    null,
                    ClickHouseExporterConfig.LOGS,
                    ClickHouseExporterConfig.TRACES,
                    false,
                    null);
            try (Server server = new Server(engine.uri(), config, Optional.empty(), Duration.ofSeconds(30))) {
                BlockEncoder encoder = new BlockEncoder();
                server.insert("maps", encoder.encode(table, batches), "a", Duration.ofSeconds(30));
                server.insert(
                        "maps", encoder.encode(table, List.of(maps(List.of(Map.of())))), "b", Duration.ofSeconds(30));
            }
            assertThat(engine.query(
                            "default", "SELECT toString(attributes), value FROM maps ORDER BY toString(attributes)"))
                    .containsExactly("{'b':''}\t3", "{'b':'größe\\t'}\t3", "{'c':'2'}\t3", "{}\t3", "{}\t3", "{}\t3");
        }
    }

    private static MetricBatch maps(List<Map<String, String>> maps) {
        return batch(new ColumnSpec("attributes", ColumnType.MAP, ""), new MapColumn(maps));
    }

    private static MetricBatch batch(ColumnSpec spec, Column column) {
        return new MetricBatch(
                new BatchId(new UUID(0, 1), new UUID(0, 2), 3),
                Resource.EMPTY,
                new MetricDescriptor(
                        "t", "", MetricKind.SNAPSHOT, "", Temporality.INSTANT, List.of(), List.of(spec), List.of()),
                new Window(1, new ClockMapping(0, 0), 0, 1, Window.NO_SLOT, 0, Window.NO_EPOCH),
                0,
                List.of(column),
                1,
                0);
    }
}
