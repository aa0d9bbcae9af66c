package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.config.ByteSize;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.borescope.api.tls.TlsConfig;
import io.borescope.exporter.clickhouse.schema.Golden;
import io.borescope.testing.BreakingProxy;
import io.borescope.testing.BreakingProxy.Fault;
import io.borescope.testing.HandClock;
import io.borescope.testing.LongForm;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.RandomRecords;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spans, log records and data points, against the real engine. */
@Timeout(600)
class RecordTablesTest extends EngineTest {
    private static final List<String> TABLES = List.of(
            "otel_logs",
            "otel_traces",
            "otel_traces_trace_id_ts",
            "otel_metrics_gauge",
            "otel_metrics_sum",
            "otel_metrics_summary",
            "otel_metrics_histogram",
            "otel_metrics_exponential_histogram");

    private static final List<Class<? extends Metric.Data<?>>> KINDS = List.of(
            Metric.Gauge.class,
            Metric.Sum.class,
            Metric.Summary.class,
            Metric.Histogram.class,
            Metric.ExponentialHistogram.class);

    private final HandClock clock = new HandClock(0, 0);
    private final TestSettings settings = new TestSettings("clickhouse", clock).timeout(Duration.ofSeconds(30));
    private final List<ClickHouseExporter> exporters = new ArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        engine.execute("default", "CREATE DATABASE otel");
        for (String statement : TestSchema.otelStatements()) {
            engine.execute("otel", statement);
        }
    }

    @AfterEach
    void close() throws Exception {
        exporters.forEach(ClickHouseExporter::close);
        engine.execute("default", "DROP DATABASE otel SYNC");
    }

    static ClickHouseExporterConfig config(Compression compression, URI endpoint) {
        return config(compression, endpoint, MetricsTablesConfig.DEFAULT, false);
    }

    private static ClickHouseExporterConfig limited(int maxInsertRows, ByteSize maxInsertSize) {
        return config(Compression.NONE, engine.uri(), MetricsTablesConfig.DEFAULT, false, maxInsertRows, maxInsertSize);
    }

    private static ClickHouseExporterConfig config(
            Compression compression, URI endpoint, MetricsTablesConfig tables, boolean async) {
        return config(compression, endpoint, tables, async, 100_000, ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE);
    }

    private static ClickHouseExporterConfig config(
            Compression compression,
            URI endpoint,
            MetricsTablesConfig tables,
            boolean async,
            int maxInsertRows,
            ByteSize maxInsertSize) {
        return new ClickHouseExporterConfig(
                List.of(endpoint),
                "otel",
                null,
                null,
                compression,
                maxInsertRows,
                maxInsertSize,
                Map.of(),
                tables,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                async,
                null);
    }

    private ClickHouseExporter exporter() throws Exception {
        return exporter(config(Compression.ZSTD, engine.uri()));
    }

    private ClickHouseExporter exporter(ClickHouseExporterConfig config) throws Exception {
        ClickHouseExporter exporter = new ClickHouseExporter(settings, config);
        exporters.add(exporter);
        exporter.start();
        return exporter;
    }

    private static RecordTables tables() {
        return new RecordTables(config(Compression.NONE, engine.uri()));
    }

    private static Table table(String name) {
        return tables().all().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> held(Table table) throws Exception {
        return engine.query("otel", ReadBack.sql(table));
    }

    private static void assertHoldsSpans(List<SpanBatch> batches) throws Exception {
        Table table = table("otel_traces");
        assertThat(held(table)).isEqualTo(RecordReadBack.spans(table, batches));
    }

    private static void assertHoldsLogs(List<LogBatch> batches) throws Exception {
        Table table = table("otel_logs");
        assertThat(held(table)).isEqualTo(RecordReadBack.logs(table, batches));
    }

    private static void assertHoldsPoints(List<PointBatch> batches) throws Exception {
        List<Table> tables = tables().of(new PointBatch(new BatchId(new UUID(0, 0), new UUID(0, 0), 0), List.of()));
        for (int i = 0; i < tables.size(); i++) {
            assertThat(held(tables.get(i)))
                    .as(tables.get(i).name())
                    .isEqualTo(RecordReadBack.points(tables.get(i), KINDS.get(i), batches));
        }
    }

    /** Names, types, order, engines and keys, which others read and write too; see the Collector's SQL for version 0.162. */
    @Test
    void theTablesAreTheCollectors() throws Exception {
        List<String> lines = new ArrayList<>();
        for (String table : TABLES) {
            lines.addAll(engine.query(
                    "otel",
                    "SELECT format('{} | {} PARTITION BY {} ORDER BY {}', name, engine, partition_key, sorting_key)"
                            + " FROM system.tables WHERE database = 'otel' AND name = '" + table + "'"));
            engine.query("otel", "DESCRIBE " + table).stream()
                    .map(line -> line.split("\t", -1))
                    .map(fields -> table + " | " + fields[0] + " " + fields[1] + " " + fields[2])
                    .map(String::strip)
                    .forEach(lines::add);
        }
        lines.addAll(
                engine.query("otel", "SELECT as_select FROM system.tables WHERE name = 'otel_traces_trace_id_ts_mv'"));
        Golden.assertMatches("otel.txt", lines);
    }

    @Test
    void everyBitOfRandomRecordsArrives() throws Exception {
        everyBitOfRandomRecordsArrives(config(Compression.ZSTD, engine.uri()), 10);
    }

    @Test
    void everyBitOfRandomRecordsArrivesInPiecesToo() throws Exception {
        everyBitOfRandomRecordsArrives(limited(2, ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE), 2);
        assertThat(settings.counted("inserts"))
                .as("more than one into each table")
                .isGreaterThan(2 * 7);
    }

    private void everyBitOfRandomRecordsArrives(ClickHouseExporterConfig config, int shortRounds) throws Exception {
        long seed = Long.getLong("borescope.seed", System.nanoTime());
        System.out.println("borescope.seed=" + seed);
        RandomRecords random = new RandomRecords(seed);
        makeTablesOfOnePartition();
        ClickHouseExporter exporter = exporter(config);
        int rounds = LongForm.isWanted() ? 100 * shortRounds : shortRounds;
        for (int round = 0; round < rounds; round++) {
            List<SpanBatch> spans = List.of(random.spans(), random.spans());
            List<LogBatch> logs = List.of(random.logs(), random.logs());
            List<PointBatch> points = List.of(random.points(), random.points(), random.points());
            List<Batch> all = new ArrayList<>(spans);
            all.addAll(logs);
            all.addAll(points);
            assertThat(exporter.export(all)).as("-Dborescope.seed=%d", seed).isEqualTo(ExportResult.ACCEPTED);
            assertHoldsSpans(spans);
            assertHoldsLogs(logs);
            assertHoldsPoints(points);
            for (String table : TABLES) {
                engine.execute("otel", "TRUNCATE TABLE " + table);
            }
        }
    }

    /** Random records are of random days, and a part for each is what takes the engine's time. */
    private static void makeTablesOfOnePartition() throws Exception {
        engine.execute("default", "DROP DATABASE otel SYNC");
        engine.execute("default", "CREATE DATABASE otel");
        for (String statement : TestSchema.otelStatements()) {
            engine.execute("otel", statement.replaceAll("PARTITION BY .*", ""));
        }
    }

    @Test
    void extremesAreReplacedByTheNearestThatFitAndCounted() throws Exception {
        Attributes odd = Attributes.of(Map.of("half \ud800 a pair", Value.of("\udc00"), "", Value.Empty.EMPTY));
        LogRecord far = log(-1, 0, 300, odd);
        LogRecord first = log(0, 1, -1, Attributes.EMPTY);
        Span backwards = span(5, 3, 9, 7);
        Span longest = span(0, -1, -1, -1);
        List<LogBatch> logs = List.of(new LogBatch(id(1), List.of(group(List.of(far, first)))));
        List<SpanBatch> spans = List.of(new SpanBatch(id(2), List.of(group(List.of(backwards, longest)))));
        exporter().export(List.of(logs.getFirst(), spans.getFirst()));

        assertHoldsLogs(logs);
        assertThat(engine.query(
                        "otel", "SELECT Timestamp, SpanKind, StatusCode, Duration FROM otel_traces ORDER BY Timestamp"))
                .containsExactly(
                        "1970-01-01 00:00:00.000000000\t\t\t9223372036854775807",
                        "1970-01-01 00:00:00.000000005\t\t\t0");
        // Of the log records a time and two severities, of the spans a duration.
        assertThat(settings.counted("saturated_values")).isEqualTo(4);
    }

    private static BatchId id(long sequence) {
        return new BatchId(new UUID(1, 2), new UUID(3, 4), sequence);
    }

    private static <R> Group<R> group(List<R> records) {
        return new Group<>(OtelResource.EMPTY, Scope.EMPTY, records);
    }

    private static LogRecord log(long nanos, long observed, int severity, Attributes attributes) {
        return new LogRecord(
                nanos, observed, severity, "", "", Value.Empty.EMPTY, attributes, 0, 0x1FF, TraceId.NONE, SpanId.NONE);
    }

    private static Span span(long start, long end, int kind, int code) {
        return new Span(
                new TraceId(0, 1),
                new SpanId(-1),
                SpanId.NONE,
                "",
                0,
                "s",
                kind,
                start,
                end,
                Attributes.EMPTY,
                List.of(),
                List.of(),
                Span.Dropped.NOTHING,
                new Span.Status(code, ""));
    }

    /** A resource's attributes are written once and copied; so are those of many names, which are sorted another way. */
    @Test
    void attributesAreSortedByName() throws Exception {
        Map<String, Value> many = new LinkedHashMap<>();
        for (int i = 99; i >= 0; i--) {
            many.put("name" + i, Value.of(i));
        }
        OtelResource resource = OtelResource.of(Attributes.of(many).with("service.name", Value.of("größe")));
        List<LogRecord> records = IntStream.range(0, 50)
                .mapToObj(i -> OtelRecords.log(9, "line " + i, OtelRecords.texts("z", "1", "a", "" + i)))
                .toList();
        List<LogBatch> logs = List.of(new LogBatch(id(1), List.of(new Group<>(resource, Scope.EMPTY, records))));
        exporter().export(logs);
        assertHoldsLogs(logs);
        assertThat(engine.query("otel", "SELECT DISTINCT ServiceName, mapKeys(ResourceAttributes)[3] FROM otel_logs"))
                .containsExactly("größe\tname10");
    }

    @Test
    void recordsOfManyDaysGoIntoOneInsert() throws Exception {
        long day = Duration.ofDays(1).toNanos();
        List<LogRecord> records = IntStream.range(0, 101)
                .mapToObj(i -> log(OtelRecords.START + i * day, 0, 9, Attributes.EMPTY))
                .toList();
        List<LogBatch> logs = List.of(new LogBatch(id(1), List.of(group(records))));
        exporter().export(logs);
        assertHoldsLogs(logs);
        assertThat(settings.counted("inserts")).isEqualTo(1);
    }

    /** Log records with long texts, whose numbers say which is which. */
    private static LogBatch longLogs(int count, int length) {
        String text = "x".repeat(length);
        LogBatch logs = OtelRecords.logs(
                "a",
                IntStream.range(0, count)
                        .mapToObj(i -> OtelRecords.log(9, i + text, Attributes.EMPTY))
                        .toArray(LogRecord[]::new));
        return logs.with(id(1), logs.groups());
    }

    @Test
    void noInsertIsMuchLargerThanItMayBe() throws Exception {
        LogBatch large = longLogs(307, 4_000);
        LogBatch small = longLogs(3, 10).with(id(2), longLogs(3, 10).groups());
        LogBatch last = small.with(id(3), small.groups());
        ByteSize limit = ByteSize.ofKibibytes(64);
        InsertWriter writer =
                new InsertWriter(limited(100_000, limit), settings.meter().counter("s", "1", "s"));
        Table table = table("otel_logs");
        List<InsertPart> parts = writer.parts(table, List.of(small, large, last));
        assertThat(parts).hasSizeBetween(2 + 19, 2 + 22);
        assertThat(parts).extracting(InsertPart::token).doesNotHaveDuplicates();
        for (InsertPart part : parts) {
            assertThat((long) writer.write(table, part.contents()).size()).isLessThan(limit.bytes() * 11 / 10);
        }
        assertThat(parts.stream().mapToLong(part -> part.rows(table)).sum()).isEqualTo(3 + 307 + 3);

        exporter(limited(100_000, limit)).export(List.of(large, small));
        assertHoldsLogs(List.of(large, small));
        assertThat(settings.counted("inserts")).isEqualTo(parts.size() - 1);
    }

    /** Even a server without memory of inserts keeps one copy of each row. */
    @Test
    void aBatchOfWhichOnePieceCouldNotBeTakenComesAgainWithoutTheOthers() throws Exception {
        engine.execute(
                "otel",
                "ALTER TABLE otel_logs MODIFY SETTING non_replicated_deduplication_window = 0,"
                        + " parts_to_throw_insert = 3, parts_to_delay_insert = 3");
        engine.execute("otel", "SYSTEM STOP MERGES otel.otel_logs");
        List<LogBatch> logs = List.of(longLogs(50, 10));
        ClickHouseExporter exporter = exporter(limited(10, ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE));

        ExportException failure = catchThrowableOfType(ExportException.class, () -> exporter.export(logs));
        assertThat(failure.isRetryable()).as(failure.getMessage()).isTrue();
        assertThat(failure.unsent().orElseThrow()).isEqualTo(logs);
        assertThat(engine.query("otel", "SELECT count() FROM otel_logs")).containsExactly("30");

        engine.execute("otel", "ALTER TABLE otel_logs MODIFY SETTING parts_to_throw_insert = 3000");
        exporter.export(logs);
        assertHoldsLogs(logs);
        assertThat(settings.counted("inserts"))
                .as("three, two refused, two again")
                .isEqualTo(3 + 2 + 2);
    }

    @Test
    void ofABatchOfWhichAPieceIsRefusedTheOthersAreKept() throws Exception {
        engine.execute("otel", "ALTER TABLE otel_logs ADD CONSTRAINT small CHECK Body NOT LIKE '17%'");
        ClickHouseExporter exporter = exporter(limited(10, ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE));
        ExportResult result = exporter.export(List.of(longLogs(50, 10)));
        assertThat(result.rejected()).isEqualTo(10);
        assertThat(result.reason()).contains("small");
        assertThat(engine.query("otel", "SELECT count() FROM otel_logs")).containsExactly("40");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "RESET_IN_BODY",
                "RESET_INSTEAD_OF_ANSWER",
                "HANG_INSTEAD_OF_ANSWER",
                "BAD_GATEWAY_INSTEAD_OF_ANSWER"
            })
    void afterABreakARetryLeavesExactlyOneCopy(Fault fault) throws Exception {
        settings.timeout(Duration.ofSeconds(3));
        List<SpanBatch> spans = List.of(
                OtelRecords.spans("a", 0, 2_000)
                        .with(id(1), OtelRecords.spans("a", 0, 2_000).groups()),
                OtelRecords.spans("b", 0, 3));
        List<LogBatch> logs = List.of(OtelRecords.logs("a", OtelRecords.log(9, "x", Attributes.EMPTY)));
        List<PointBatch> points = List.of(everyKind(1), everyKind(2));
        List<Batch> all = new ArrayList<>(spans);
        all.addAll(logs);
        all.addAll(points);
        try (BreakingProxy proxy = new BreakingProxy(engine.uri().getPort())) {
            ClickHouseExporter exporter = exporter(config(Compression.NONE, proxy.uri()));
            LogBatch first = OtelRecords.logs("first", OtelRecords.log(1, "", Attributes.EMPTY));
            exporter.export(List.of(first.with(id(2), first.groups()))); // the tables are known from here on
            proxy.next(fault);
            ExportException failure = catchThrowableOfType(ExportException.class, () -> exporter.export(all));
            assertThat(failure.isRetryable()).as(failure.getMessage()).isTrue();
            assertThat(failure.unsent().orElseThrow()).isEqualTo(all);

            settings.timeout(Duration.ofSeconds(30));
            exporter.export(failure.unsent().orElseThrow());
        }
        engine.execute("otel", "ALTER TABLE otel_logs DELETE WHERE ServiceName = 'first' SETTINGS mutations_sync = 1");
        assertHoldsSpans(spans);
        assertHoldsLogs(logs);
        assertHoldsPoints(points);
    }

    private static PointBatch everyKind(int number) {
        Point.Head head = OtelRecords.head(OtelRecords.texts("number", "" + number));
        Metric summary = OtelRecords.metric(
                "quantiles",
                "s",
                new Metric.Summary(List.of(
                        new Point.Quantiles(head, number, 7, List.of(new Point.Quantiles.Quantile(0.5, number))))));
        PointBatch batch = OtelRecords.points(
                "service",
                OtelRecords.gauge("level", number, Attributes.EMPTY),
                OtelRecords.counter("requests", Temporality.DELTA, number, Attributes.EMPTY),
                OtelRecords.histogram("latency", Temporality.DELTA, List.of(1.0), List.of(1L, 2L), number),
                summary);
        return batch.with(id(number), batch.groups());
    }

    /** What one table took is not sent again because another could not take its part: here even a server without memory of inserts keeps one copy. */
    @Test
    void dataPointsThatOneTableCouldNotTakeComeAgainWithoutTheOthers() throws Exception {
        for (String kind : List.of("gauge", "sum", "summary", "histogram")) {
            engine.execute(
                    "otel",
                    "ALTER TABLE otel_metrics_" + kind + " MODIFY SETTING non_replicated_deduplication_window = 0");
        }
        engine.execute(
                "otel",
                "ALTER TABLE otel_metrics_sum MODIFY SETTING parts_to_throw_insert = 1, parts_to_delay_insert = 1");
        engine.execute("otel", "SYSTEM STOP MERGES otel.otel_metrics_sum");
        engine.execute("otel", "INSERT INTO otel_metrics_sum (MetricName, TimeUnix) VALUES ('other', 1767607201)");
        List<PointBatch> points = List.of(everyKind(1), everyKind(2));
        ClickHouseExporter exporter = exporter();

        ExportException failure = catchThrowableOfType(ExportException.class, () -> exporter.export(points));
        assertThat(failure.isRetryable()).as(failure.getMessage()).isTrue();
        assertThat(failure.unsent().orElseThrow()).isEqualTo(points);
        assertThat(engine.query("otel", "SELECT count() FROM otel_metrics_gauge"))
                .containsExactly("2");

        engine.execute("otel", "TRUNCATE TABLE otel_metrics_sum");
        engine.execute("otel", "ALTER TABLE otel_metrics_sum MODIFY SETTING parts_to_throw_insert = 3000");
        exporter.export(points);
        assertHoldsPoints(points);
    }

    @Test
    void dataPointsThatATableRefusesAreCountedAndTheOthersKept() throws Exception {
        engine.execute("otel", "DROP TABLE otel_metrics_summary SYNC");
        engine.execute("otel", "DROP TABLE otel_logs SYNC");
        ClickHouseExporter exporter = exporter();
        ExportResult refused = exporter.export(List.of(everyKind(1), everyKind(2)));
        assertThat(refused.rejected()).isEqualTo(2);
        assertThat(refused.reason())
                .isEqualTo(
                        "table otel_metrics_summary is missing: 'borescope clickhouse apply' makes it, and so does the agent with"
                                + " create_schema: true");
        LogBatch lost = OtelRecords.logs("a", OtelRecords.log(9, "x", Attributes.EMPTY));
        assertThat(exporter.export(List.of(everyKind(3), lost)).rejected()).isEqualTo(2);
        assertThat(engine.query("otel", "SELECT count() FROM otel_metrics_gauge"))
                .containsExactly("3");
    }

    /** As the Collector made them in other years. */
    @Test
    void olderTablesOfTheCollectorAreWrittenToAsWell() throws Exception {
        engine.execute("otel", "ALTER TABLE otel_logs DROP COLUMN EventName");
        engine.execute(
                "otel",
                "ALTER TABLE otel_logs MODIFY COLUMN TraceFlags UInt32, MODIFY COLUMN SeverityNumber Int32,"
                        + " ADD COLUMN TimestampTime DateTime DEFAULT toDateTime(Timestamp)");
        engine.execute("otel", "ALTER TABLE otel_traces DROP INDEX idx_duration");
        engine.execute("otel", "ALTER TABLE otel_traces MODIFY COLUMN Duration Int64");
        engine.execute(
                "otel",
                "ALTER TABLE otel_metrics_gauge MODIFY COLUMN StartTimeUnix DateTime, MODIFY COLUMN Exemplars.TimeUnix"
                        + " Array(DateTime)");
        exporter()
                .export(List.of(
                        OtelRecords.logs("a", OtelRecords.log(9, "x", Attributes.EMPTY)),
                        OtelRecords.spans("a", 7, 1),
                        everyKind(1)));
        assertThat(engine.query("otel", "SELECT SeverityNumber, Body, toUnixTimestamp(TimestampTime) FROM otel_logs"))
                .containsExactly("9\tx\t1767607200");
        assertThat(engine.query("otel", "SELECT Duration FROM otel_traces")).containsExactly("7000");
        assertThat(engine.query("otel", "SELECT toUnixTimestamp(StartTimeUnix) FROM otel_metrics_gauge"))
                .containsExactly("1767607200");
    }

    @Test
    void aTraceIsFoundByTheTableThatSaysWhenItWas() throws Exception {
        exporter().export(List.of(OtelRecords.spans("a", 1, 3)));
        assertThat(engine.query(
                        "otel",
                        "SELECT countDistinct(TraceId), toUnixTimestamp(min(Start)), toUnixTimestamp(max(End))"
                                + " FROM otel_traces_trace_id_ts"))
                .containsExactly("3\t1767607200\t1767607200");
    }

    @Test
    void insertsMayBeGatheredByTheServer() throws Exception {
        List<LogBatch> logs = List.of(OtelRecords.logs("a", OtelRecords.log(9, "x", Attributes.EMPTY)));
        exporter(config(Compression.LZ4, engine.uri(), MetricsTablesConfig.DEFAULT, true))
                .export(logs);
        assertHoldsLogs(logs);
    }

    @Test
    void dataPointsAreLeftOutAndCountedIfTheyAreNotWanted() throws Exception {
        MetricsTablesConfig off = new MetricsTablesConfig(
                false,
                MetricsTablesConfig.DEFAULT.gauge(),
                MetricsTablesConfig.DEFAULT.sum(),
                MetricsTablesConfig.DEFAULT.summary(),
                MetricsTablesConfig.DEFAULT.histogram(),
                MetricsTablesConfig.DEFAULT.exponentialHistogram());
        exporter(config(Compression.ZSTD, engine.uri(), off, false)).export(List.of(everyKind(1)));
        assertThat(settings.counted("left_out_rows")).isEqualTo(4);
    }
}
