package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.config.Secret;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.BreakingProxy;
import io.borescope.testing.BreakingProxy.Fault;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.LongForm;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the real engine. */
@Timeout(120)
class ClickHouseExporterTest extends EngineTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Table READ = ObservoorTables.of("syscall_read").orElseThrow();
    private static final Table WRITE = ObservoorTables.of("syscall_write").orElseThrow();

    private final HandClock clock = new HandClock(0, 1_765_000_000_000_000_000L);
    private final TestSettings settings = new TestSettings("clickhouse", clock).timeout(Duration.ofSeconds(30));
    private final RandomBatches random = new RandomBatches(23);
    private final List<ClickHouseExporter> exporters = new ArrayList<>();
    private String database = "";

    @BeforeEach
    void createDatabase() throws Exception {
        database = "db" + DATABASES.incrementAndGet();
        engine.createDatabase(database, "syscall_read", "syscall_write", "net_io");
    }

    @AfterEach
    void close() throws Exception {
        exporters.forEach(ClickHouseExporter::close);
        engine.execute("default", "DROP DATABASE IF EXISTS " + database);
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

    private ClickHouseExporterConfig config(Compression compression, URI... endpoints) {
        return config(compression, null, 100_000, endpoints);
    }

    private ClickHouseExporterConfig config(
            Compression compression, @Nullable String user, int maxRows, URI... endpoints) {
        return config(compression, user, maxRows, MetricsTablesConfig.DEFAULT, endpoints);
    }

    private ClickHouseExporterConfig config(
            Compression compression, @Nullable String user, int maxRows, MetricsTablesConfig tables, URI... endpoints) {
        return new ClickHouseExporterConfig(
                List.of(endpoints),
                database,
                user,
                user == null ? null : new Secret("wrong"),
                compression,
                maxRows,
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
                null);
    }

    private static ExportException failure(ClickHouseExporter exporter, MetricBatch... batches) {
        return catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(batches)));
    }

    private void assertHolds(Table table, MetricBatch... batches) throws Exception {
        assertThat(engine.query(database, ReadBack.sql(table))).isEqualTo(ReadBack.expected(table, List.of(batches)));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void everyTableHoldsWhatWasSent(Compression compression) throws Exception {
        database = "every" + compression;
        engine.createDatabase(database);
        List<MetricBatch> batches = new ArrayList<>();
        for (Table table : ObservoorTables.all()) {
            boolean reading = table.columns().get(1).name().equals("event_time");
            for (int i = 0; i < 3; i++) {
                batches.add(random.of(table, reading ? 1 : 200));
            }
        }
        ExportResult result = exporter(config(compression, engine.uri())).export(batches);

        assertThat(result).isEqualTo(ExportResult.ACCEPTED);
        assertThat(settings.counted("inserts")).isEqualTo(ObservoorTables.all().size());
        assertThat(settings.counted("saturated_values")).isPositive();
        for (Table table : ObservoorTables.all()) {
            MetricBatch[] own = batches.stream()
                    .filter(batch -> batch.descriptor().name().equals(table.name()))
                    .toArray(MetricBatch[]::new);
            assertHolds(table, own);
        }
    }

    @Test
    void dictionariesOfAnySizeArrive() throws Exception {
        List<MetricBatch> batches = new ArrayList<>();
        for (int values : new int[] {1, 256, 257, 65_536, 70_000}) {
            batches.add(TestBatches.distinctClients("syscall_read", values));
        }
        ClickHouseExporter exporter = exporter();
        for (MetricBatch batch : batches) {
            exporter.export(List.of(batch));
        }
        assertThat(engine.query(
                        database,
                        "SELECT uniqExact(client_type), countIf(client_type = 'client-' || toString(pid)), count()"
                                + " FROM syscall_read"))
                .containsExactly("70000\t136050\t136050");
    }

    @Test
    void rowsThatOnlyATransportTellsApartAreAddedUp() throws Exception {
        exporter().export(List.of(TestBatches.netIo()));
        assertThat(engine.query(
                        database,
                        "SELECT pid, direction, port_label, sum_exact, count, sampling_mode FROM net_io FINAL"
                                + " ORDER BY pid, direction, sampling_mode"))
                .containsExactly(
                        "7\trx\tunknown\t4\t1\tnone", "7\ttx\tunknown\t3\t3\tnone", "7\ttx\tunknown\t8\t1\tnth");
    }

    @Test
    void aReusedPidReplacesNothing() throws Exception {
        exporter().export(List.of(TestBatches.twoProcessesOfOnePid()));
        assertThat(engine.query(database, "SELECT sum(count), count() FROM syscall_read FINAL"))
                .containsExactly("5\t2");
    }

    @Test
    void aRepeatedDeliveryLeavesOneCopy() throws Exception {
        engine.execute(database, "SYSTEM STOP MERGES " + database + ".syscall_read");
        MetricBatch first = random.of(READ, 300);
        MetricBatch second = random.of(READ, 300);
        ClickHouseExporter exporter = exporter();
        exporter.export(List.of(first, second));
        exporter.export(List.of(first, second));
        assertHolds(READ, first, second);
    }

    /** Half an answer is a whole one to ClickHouse's client: the status, and so that the block was taken, is in the first half. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "HALF_AN_ANSWER")
    void afterABreakARetryLeavesExactlyOneCopy(Fault fault) throws Exception {
        settings.timeout(Duration.ofSeconds(3));
        engine.execute(database, "SYSTEM STOP MERGES " + database + ".syscall_read");
        MetricBatch batch = random.of(READ, 20_000);
        try (BreakingProxy proxy = new BreakingProxy(engine.uri().getPort())) {
            ClickHouseExporter exporter = exporter(config(Compression.NONE, proxy.uri()));
            exporter.export(List.of(random.of(WRITE, 1))); // the tables are known from here on
            proxy.next(fault);
            if (fault == Fault.UNAVAILABLE_AT_ONCE) {
                proxy.next(fault); // the HTTP client asks once more by itself
            }
            ExportException failure = failure(exporter, batch);
            assertThat(failure.isRetryable()).as(failure.getMessage()).isTrue();
            assertThat(failure.unsent().orElseThrow()).singleElement().isSameAs(batch);

            settings.timeout(Duration.ofSeconds(30));
            exporter.export(List.of(batch));
            if (fault == Fault.HELD_BACK) {
                proxy.letGo();
            }
        }
        assertHolds(READ, batch);
    }

    @Test
    void oneTableThatIsMissingDoesNotStopTheOthers() throws Exception {
        engine.execute(database, "DROP TABLE syscall_read SYNC");
        MetricBatch lost = random.of(READ, 3);
        MetricBatch kept = random.of(WRITE, 3);
        ExportException failure = failure(exporter(), lost, kept);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessage("table syscall_read is missing: migration 1 of the schema makes it");
        assertThat(failure.unsent().orElseThrow()).singleElement().isSameAs(lost);
        assertHolds(WRITE, kept);
    }

    @Test
    void whatDoesNotFitIsRefusedUntilItFits() throws Exception {
        engine.execute(database, "ALTER TABLE syscall_read DROP COLUMN sum_exact, DROP COLUMN lost_events");
        engine.execute(database, "ALTER TABLE syscall_write MODIFY COLUMN count UInt16");
        ClickHouseExporter exporter = exporter();
        MetricBatch read = random.of(READ, 3);
        assertThat(failure(exporter, read))
                .hasMessage("table syscall_read has no column lost_events (migration 8), sum_exact (migration 8)."
                        + " Apply the schema up to migration 8");
        assertThat(failure(exporter, random.of(WRITE, 3)))
                .hasMessage(
                        "column count (migration 1) of table syscall_write is UInt16, which cannot hold the UInt32 that is"
                                + " sent");

        for (String statement : TestSchema.statements(8, 8)) {
            if (statement.contains(READ.name())) {
                engine.execute(database, statement);
            }
        }
        clock.moveTo(clock.monotonicNanos() + Duration.ofSeconds(10).toNanos());
        exporter.export(List.of(read));
        assertHolds(READ, read);
    }

    @Test
    void aColumnThatVanishesIsAnErrorAndNotDropped() throws Exception {
        ClickHouseExporter exporter = exporter();
        exporter.export(List.of(random.of(READ, 3)));
        engine.execute(database, "ALTER TABLE syscall_read DROP COLUMN sum_exact");
        assertThat(failure(exporter, random.of(READ, 3)).isRetryable()).isFalse();
        assertThat(failure(exporter, random.of(READ, 3))).hasMessageContaining("no column sum_exact (migration 8)");
    }

    @Test
    void aMissingDatabaseIsNamed() throws Exception {
        engine.execute("default", "DROP DATABASE " + database);
        ExportException failure = failure(exporter(), random.of(READ, 3));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.getMessage()).contains(database);
    }

    @Test
    void aWrongPasswordIsARefusal() throws Exception {
        ExportException failure =
                failure(exporter(config(Compression.ZSTD, "nobody", 100_000, engine.uri())), random.of(READ, 3));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining("nobody").hasMessageNotContaining("wrong");
    }

    @Test
    void aServerThatIsAwayMayComeBack() throws Exception {
        MetricBatch read = random.of(READ, 3);
        MetricBatch write = random.of(WRITE, 3);
        ExportException failure = failure(exporter(config(Compression.ZSTD, nobody())), read, write);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.unsent().orElseThrow()).hasSize(2);
    }

    @Test
    void theNextServerTakesOver() throws Exception {
        MetricBatch batch = random.of(READ, 3);
        exporter(config(Compression.ZSTD, nobody(), engine.uri())).export(List.of(batch));
        assertHolds(READ, batch);
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void manyRowsMakeSeveralInserts() throws Exception {
        MetricBatch[] batches = {random.of(READ, 40), random.of(READ, 70), random.of(READ, 30), random.of(READ, 1)};
        exporter(config(Compression.LZ4, null, 100, engine.uri())).export(List.of(batches));
        assertThat(settings.counted("inserts")).isEqualTo(3);
        assertHolds(READ, batches);
    }

    @Test
    void metricsWithoutATableAreLeftOutAndCounted() throws Exception {
        MetricBatch other = TestBatches.distinctClients("cpu_time", 5);
        MetricBatch shapeless = TestBatches.distinctClients("memory_usage", 2);
        MetricBatch read = random.of(READ, 1);
        MetricsTablesConfig off = new MetricsTablesConfig(
                false,
                MetricsTablesConfig.DEFAULT.gauge(),
                MetricsTablesConfig.DEFAULT.sum(),
                MetricsTablesConfig.DEFAULT.summary(),
                MetricsTablesConfig.DEFAULT.histogram(),
                MetricsTablesConfig.DEFAULT.exponentialHistogram());
        exporter(config(Compression.ZSTD, null, 100_000, off, engine.uri())).export(List.of(other, shapeless, read));
        assertThat(settings.counted("left_out_rows")).isEqualTo(7);
        assertHolds(READ, read);
    }

    @Test
    void randomBatchesArriveAsTheyAre() throws Exception {
        int rounds = LongForm.isWanted() ? 2000 : 30;
        ClickHouseExporter exporter = exporter();
        List<MetricBatch> batches = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            batches.add(random.of(READ, 1 + round % 7));
            exporter.export(List.of(batches.getLast()));
        }
        assertHolds(READ, batches.toArray(MetricBatch[]::new));
    }

    @Test
    void keepsToTheComponentContract() throws Exception {
        ComponentContract.check(() -> new ClickHouseExporter(settings, config(Compression.ZSTD, engine.uri())));
    }
}
