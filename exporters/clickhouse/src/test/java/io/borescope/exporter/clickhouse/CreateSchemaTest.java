package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An exporter with {@code create_schema}, against the real engine. */
@Timeout(1800)
class CreateSchemaTest extends EngineTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Table READ = ObservoorTables.of("syscall_read").orElseThrow();

    private final TestSettings settings =
            new TestSettings("clickhouse", new HandClock(0, 1_765_000_000_000_000_000L)).timeout(Duration.ofMinutes(2));
    private final MetricBatch batch = new RandomBatches(23).of(READ, 3);
    private String database = "";

    @BeforeEach
    void createDatabase() throws Exception {
        database = "created" + DATABASES.incrementAndGet();
        engine.execute("default", "CREATE DATABASE " + database);
    }

    private ClickHouseExporterConfig config(URI endpoint) {
        return new ClickHouseExporterConfig(
                List.of(endpoint),
                database,
                null,
                null,
                Compression.ZSTD,
                100_000,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                true,
                ClusterConfig.NONE,
                Duration.ofDays(18_250),
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
    }

    @Test
    void rowsWaitForTheTables() throws Exception {
        ClickHouseExporter exporter = new ClickHouseExporter(settings, config(engine.uri()));
        try {
            exporter.start();
            exporter.export(List.of(batch));
        } finally {
            exporter.close();
        }
        assertThat(engine.query(database, ReadBack.sql(READ))).isEqualTo(ReadBack.expected(READ, List.of(batch)));
        assertThat(engine.query(
                        database,
                        "SELECT engine_full FROM system.tables WHERE name = 'net_io' AND database = '" + database
                                + "'"))
                .singleElement()
                .asString()
                .contains("toIntervalDay(18250)");
    }

    @Test
    void aServerThatIsAwayIsWaitedFor() throws Exception {
        settings.timeout(Duration.ofMillis(100));
        ClickHouseExporter exporter = new ClickHouseExporter(settings, config(nobody()));
        try {
            exporter.start();
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(batch)));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageStartingWith("the schema is not there yet: ");
            assertThat(failure.unsent().orElseThrow()).singleElement().isSameAs(batch);
        } finally {
            exporter.close();
        }
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void whatIsNotClearIsLeftAloneAndRowsGoToTheTablesThatAreThere() throws Exception {
        for (String statement : TestSchema.statements(1, 8)) {
            if (statement.contains("syscall_read")) {
                engine.execute(database, statement);
            }
        }
        ClickHouseExporter exporter = new ClickHouseExporter(settings, config(engine.uri()));
        try {
            exporter.start();
            exporter.export(List.of(batch));
        } finally {
            exporter.close();
        }
        assertThat(engine.query(database, ReadBack.sql(READ))).isEqualTo(ReadBack.expected(READ, List.of(batch)));
        assertThat(engine.query(database, "SHOW TABLES")).containsExactly("syscall_read");
    }

    @Test
    void keepsToTheComponentContract() throws Exception {
        ComponentContract.check(() -> new ClickHouseExporter(settings, config(engine.uri())));
    }
}
