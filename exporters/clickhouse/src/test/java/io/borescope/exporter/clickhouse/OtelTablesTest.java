package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metrics that Observoor has no table for, against the real engine. */
@Timeout(120)
class OtelTablesTest extends EngineTest {
    /** What DESCRIBE says of the tables that the Collector's exporter makes, from its published SQL. */
    private static final List<String> EVERY_TABLE = List.of(
            "ResourceAttributes Map(LowCardinality(String), String)",
            "ResourceSchemaUrl String",
            "ScopeName String",
            "ScopeVersion String",
            "ScopeAttributes Map(LowCardinality(String), String)",
            "ScopeDroppedAttrCount UInt32",
            "ScopeSchemaUrl String",
            "ServiceName LowCardinality(String)",
            "MetricName String",
            "MetricDescription String",
            "MetricUnit String",
            "Attributes Map(LowCardinality(String), String)",
            "StartTimeUnix DateTime64(9)",
            "TimeUnix DateTime64(9)");

    private static final List<String> EXEMPLARS = List.of(
            "Exemplars.FilteredAttributes Array(Map(LowCardinality(String), String))",
            "Exemplars.TimeUnix Array(DateTime64(9))",
            "Exemplars.Value Array(Float64)",
            "Exemplars.SpanId Array(String)",
            "Exemplars.TraceId Array(String)");

    private final TestSettings settings =
            new TestSettings("clickhouse", new HandClock(0, 0)).timeout(Duration.ofSeconds(30));
    private final ClickHouseExporter exporter = exporter(MetricsTablesConfig.DEFAULT);

    @BeforeEach
    void start() throws Exception {
        engine.execute("default", "CREATE DATABASE otel");
        for (String statement : TestSchema.otelStatements()) {
            engine.execute("otel", statement);
        }
        exporter.start();
    }

    @AfterEach
    void close() throws Exception {
        exporter.close();
        engine.execute("default", "DROP DATABASE otel");
    }

    private ClickHouseExporter exporter(MetricsTablesConfig tables) {
        return new ClickHouseExporter(
                settings,
                new ClickHouseExporterConfig(
                        List.of(engine.uri()),
                        "otel",
                        null,
                        null,
                        Compression.ZSTD,
                        100_000,
                        ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                        Map.of(),
                        tables,
                        TlsConfig.DEFAULT,
                        false,
                        ClusterConfig.NONE,
                        null,
                        ClickHouseExporterConfig.LOGS,
                        ClickHouseExporterConfig.TRACES,
                        false,
                        null));
    }

    private static List<String> described(String table) throws Exception {
        return engine.query("otel", "DESCRIBE " + table).stream()
                .map(line -> line.split("\t", -1))
                .map(fields -> fields[0] + " " + fields[1])
                .toList();
    }

    private static List<String> concat(List<String> first, List<String> second, String... rest) {
        return Stream.of(first.stream(), second.stream(), Stream.of(rest))
                .flatMap(lines -> lines)
                .toList();
    }

    @Test
    void theTablesAreTheCollectors() throws Exception {
        List<String> gauge = concat(concat(EVERY_TABLE, List.of("Value Float64", "Flags UInt32")), EXEMPLARS);
        assertThat(described("otel_metrics_gauge")).isEqualTo(gauge);
        assertThat(described("otel_metrics_sum"))
                .isEqualTo(concat(gauge, List.of(), "AggregationTemporality Int32", "IsMonotonic Bool"));
        assertThat(described("otel_metrics_histogram"))
                .isEqualTo(concat(
                        concat(
                                EVERY_TABLE,
                                List.of(
                                        "Count UInt64",
                                        "Sum Float64",
                                        "BucketCounts Array(UInt64)",
                                        "ExplicitBounds Array(Float64)")),
                        EXEMPLARS,
                        "Flags UInt32",
                        "Min Float64",
                        "Max Float64",
                        "AggregationTemporality Int32"));
    }

    @Test
    void sumsSayWhomTheyAreAboutByTheConventionsNames() throws Exception {
        exporter.export(List.of(TestBatches.cpuTime()));
        assertThat(engine.query(
                        "otel",
                        "SELECT ServiceName, ResourceAttributes['service.instance.id'],"
                                + " ResourceAttributes['borescope.network.name'], MetricName, MetricUnit, ScopeName,"
                                + " toString(StartTimeUnix), toUnixTimestamp64Nano(TimeUnix) -"
                                + " toUnixTimestamp64Nano(StartTimeUnix), Value, AggregationTemporality, IsMonotonic,"
                                + " length(Exemplars.Value) FROM otel_metrics_sum ORDER BY Value"))
                .containsExactly(
                        "borescope\tnode-7\thoodi\tcpu_time\tns\tborescope\t2025-12-06 05:46:40.000000000\t1000000000"
                                + "\t4\t1\ttrue\t0",
                        "borescope\tnode-7\thoodi\tcpu_time\tns\tborescope\t2025-12-06 05:46:40.000000000\t1000000000"
                                + "\t9223372036854776000\t1\ttrue\t0");
        assertThat(engine.query("otel", "SELECT toString(mapSort(Attributes)) FROM otel_metrics_sum ORDER BY Value"))
                .containsExactly(
                        "{'borescope.client.type':'größe','borescope.sampling.mode':'nth','borescope.sampling.rate':'0.25',"
                                + "'cpu.logical_number':'31','network.io.direction':'receive','process.pid':'7'}",
                        "{'borescope.client.type':'reth','container.id':'c0ffee','cpu.logical_number':'0',"
                                + "'network.io.direction':'transmit','process.creation.time':'2025-12-06T05:46:40.000Z',"
                                + "'process.pid':'7'}");
    }

    /** OpenTelemetry's buckets hold their upper bound, ours their lower: of whole numbers, those below 1000 are those up to 999. */
    @Test
    void bucketsOfAHistogramKeepTheirMeaning() throws Exception {
        exporter.export(List.of(TestBatches.latencies("disk_queue_time", 2)));
        assertThat(engine.query(
                        "otel",
                        "SELECT MetricName, Count, Sum, Min, Max, length(BucketCounts), ExplicitBounds[1],"
                                + " ExplicitBounds[9], length(ExplicitBounds), AggregationTemporality"
                                + " FROM otel_metrics_histogram ORDER BY Count"))
                .containsExactly(
                        "disk_queue_time\t2\t2\t2\t2\t10\t999\t99999999999\t9\t1",
                        "disk_queue_time\t3\t3\t3\t3\t10\t999\t99999999999\t9\t1");
    }

    @Test
    void levelsAndFiguresBecomeGauges() throws Exception {
        exporter.export(List.of(TestBatches.depth(), TestBatches.sensors()));
        assertThat(engine.query(
                        "otel",
                        "SELECT MetricName, toString(Attributes), MetricUnit, Value FROM otel_metrics_gauge"
                                + " ORDER BY MetricName, toString(Attributes)"))
                .containsExactly(
                        "queue_depth\t{'queue':'a'}\tns\t3.5",
                        "queue_depth\t{'queue':'b'}\tns\t0",
                        "queue_depth.max\t{'queue':'a'}\t1\t4",
                        "queue_depth.max\t{'queue':'b'}\t1\t0",
                        "queue_depth.min\t{'queue':'a'}\t1\t3",
                        "queue_depth.min\t{'queue':'b'}\t1\t0",
                        "sensors.celsius\t{'host':'h1','state':'warm'}\tCel\tnan",
                        "sensors.fan\t{'host':'h1','state':'warm'}\t1\t1200");
        assertThat(settings.counted("left_out_rows")).isZero();
    }

    @Test
    void aRepeatedDeliveryLeavesOneCopy() throws Exception {
        List<MetricBatch> batches = List.of(TestBatches.sensors(), TestBatches.depth(), TestBatches.depth());
        exporter.export(batches);
        exporter.export(batches);
        assertThat(engine.query("otel", "SELECT count() FROM otel_metrics_gauge"))
                .containsExactly("14");
    }

    /** As the Collector makes the table of sums since 2026. */
    @Test
    void tablesThatKeepWholeSecondsAreWrittenToAsWell() throws Exception {
        engine.execute(
                "otel",
                "ALTER TABLE otel_metrics_sum MODIFY COLUMN StartTimeUnix DateTime,"
                        + " MODIFY COLUMN MetricDescription LowCardinality(String)");
        exporter.export(List.of(TestBatches.cpuTime()));
        assertThat(engine.query("otel", "SELECT DISTINCT toUnixTimestamp(StartTimeUnix) FROM otel_metrics_sum"))
                .containsExactly("1765000000");
    }

    @Test
    void tablesMayHaveOtherNames() throws Exception {
        engine.execute("otel", "RENAME TABLE otel_metrics_sum TO sums");
        MetricsTablesConfig renamed = new MetricsTablesConfig(
                true,
                MetricsTablesConfig.DEFAULT.gauge(),
                new MetricsTablesConfig.TableName("sums"),
                MetricsTablesConfig.DEFAULT.summary(),
                MetricsTablesConfig.DEFAULT.histogram(),
                MetricsTablesConfig.DEFAULT.exponentialHistogram());
        try (ClickHouseExporter other = exporter(renamed)) {
            other.start();
            other.export(List.of(TestBatches.cpuTime()));
        }
        assertThat(engine.query("otel", "SELECT count() FROM sums")).containsExactly("2");
    }

    @Test
    void aMissingTableIsNamedWithWhatHelps() throws Exception {
        engine.execute("otel", "DROP TABLE otel_metrics_sum SYNC");
        ExportException failure =
                catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(TestBatches.cpuTime())));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure)
                .hasMessage(
                        "table otel_metrics_sum is missing: 'borescope clickhouse apply' makes it, and so does the agent with"
                                + " create_schema: true");
    }
}
