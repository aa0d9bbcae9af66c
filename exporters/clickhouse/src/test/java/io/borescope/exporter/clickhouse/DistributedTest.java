package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two engines that hold half of the rows each, behind Distributed tables. */
@Timeout(300)
class DistributedTest {
    private static final Table READ = ObservoorTables.of("syscall_read").orElseThrow();

    @TempDir
    Path folder;

    private final List<TestEngine> engines = new ArrayList<>();

    @BeforeEach
    void startCluster() throws Exception {
        int[] ports = {freePort(), freePort()};
        for (int port : ports) {
            Path own = Files.createDirectory(folder.resolve("engine" + port));
            Path config = Files.writeString(own.resolve("config.xml"), """
                    <clickhouse>
                        <remote_servers><both>%s%s</both></remote_servers>
                    </clickhouse>
                    """.formatted(shard(ports[0]), shard(ports[1])));
            engines.add(TestEngine.start(own, "--config-file=" + config, "--tcp_port=" + port));
        }
        for (TestEngine engine : engines) {
            engine.execute("default", "CREATE DATABASE split");
            for (String statement : TestSchema.statementsFor("syscall_read")) {
                engine.execute("split", statement.replace("syscall_read", "syscall_read_local"));
            }
            engine.execute(
                    "split",
                    "CREATE TABLE syscall_read AS syscall_read_local ENGINE = Distributed(both, split, syscall_read_local,"
                            + " cityHash64(window_start, meta_network_name, meta_client_name))");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String shard(int port) {
        return "<shard><replica><host>127.0.0.1</host><port>%d</port></replica></shard>".formatted(port);
    }

    @AfterEach
    void closeCluster() throws IOException {
        for (TestEngine engine : engines) {
            engine.close();
        }
    }

    @Test
    void rowsAreSpreadAndARepeatedDeliveryLeavesOneCopy() throws Exception {
        RandomBatches random = new RandomBatches(23);
        List<MetricBatch> batches =
                Stream.generate(() -> random.of(READ, 50)).limit(20).toList();
        deliver(batches, engines.getFirst());
        deliver(batches, engines.getFirst());

        String local = ReadBack.sql(READ).replace("`syscall_read`", "`syscall_read_local`");
        List<String> held = new ArrayList<>();
        for (TestEngine engine : engines) {
            List<String> half = engine.query("split", local);
            assertThat(half).isNotEmpty();
            held.addAll(half);
        }
        List<String> expected = ReadBack.expected(READ, batches);
        assertThat(held.stream().sorted().toList()).isEqualTo(expected);
        for (TestEngine engine : engines) {
            assertThat(engine.query("split", ReadBack.sql(READ))).isEqualTo(expected);
        }
    }

    @Test
    void anotherServerMayRepeatTheDelivery() throws Exception {
        RandomBatches random = new RandomBatches(24);
        List<MetricBatch> batches =
                Stream.generate(() -> random.of(READ, 50)).limit(20).toList();
        deliver(batches, engines.get(0));
        deliver(batches, engines.get(1));
        assertThat(engines.getFirst().query("split", ReadBack.sql(READ))).isEqualTo(ReadBack.expected(READ, batches));
    }

    private static void deliver(List<MetricBatch> batches, TestEngine engine) throws Exception {
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(engine.uri()),
                "split",
                null,
                null,
                Compression.ZSTD,
                100_000,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of("distributed_foreground_insert", "1"),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
        TestSettings settings = new TestSettings("clickhouse", new HandClock(0, 0)).timeout(Duration.ofSeconds(30));
        try (ClickHouseExporter exporter = new ClickHouseExporter(settings, config)) {
            exporter.start();
            exporter.export(batches);
        }
    }
}
