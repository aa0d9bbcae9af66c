package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.tls.TlsConfig;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import io.borescope.engine.plan.DeliveryConfig.SendingQueue;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.delivery.Delivery;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.testing.BreakingProxy;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exporter behind the engine's real queue, whose server is away for a while. */
@Timeout(300)
class OutageTest {
    private static final int WINDOWS = 1800;
    private static final int ROWS = 4;

    /** Retries as the defaults would make in half an hour: 5 s at first, up to 30 s between two. */
    private static final int ATTEMPTS = 63;

    @TempDir
    Path folder;

    private final AtomicInteger failures = new AtomicInteger();

    /**
     * Half an hour of windows of a second and the retries that would fall into it, without waiting for either: neither the queue nor the
     * exporter knows how long it took.
     */
    @Test
    void halfAnHourWithinTheQueuesBoundsLosesNothing() throws Exception {
        try (TestEngine engine = TestEngine.start(folder);
                BreakingProxy proxy = new BreakingProxy(engine.uri().getPort());
                ClickHouseExporter exporter = exporter(proxy)) {
            engine.createDatabase("outage", "syscall_read");
            for (String statement : TestSchema.otelStatements()) {
                engine.execute("outage", statement);
            }
            exporter.start();
            ComponentId id = ComponentId.parse("clickhouse");
            Delivery delivery = new Delivery(id, deliveryConfig(), exporter::export, new Failures());
            Edge edge = delivery.edge(new Account(new ComponentKey(ComponentKind.EXPORTER, id, "metrics")));
            delivery.start(null);

            offerWindow(edge);
            await(() -> line(edge).out().records() == 2 * ROWS);
            proxy.goAway();
            for (int window = 1; window < WINDOWS; window++) {
                offerWindow(edge);
            }
            await(() -> failures.get() >= ATTEMPTS);
            assertThat(line(edge).out().records()).isEqualTo(2 * ROWS);
            proxy.comeBack();
            await(() -> line(edge).held().records() == 0);

            assertThat(line(edge).lost()).isEmpty();
            assertThat(line(edge).out().records()).isEqualTo(2L * ROWS * WINDOWS);
            for (String table : List.of("syscall_read", "otel_metrics_histogram")) {
                assertThat(engine.query("outage", "SELECT count() FROM " + table))
                        .containsExactly(Integer.toString(ROWS * WINDOWS));
            }
            assertThat(engine.query("outage", "SELECT uniqExact(batch_sequence, batch_row) FROM syscall_read"))
                    .containsExactly(Integer.toString(ROWS * WINDOWS));
            delivery.drain(System.nanoTime());
            delivery.close(System.nanoTime() + Duration.ofSeconds(20).toNanos(), Duration.ofSeconds(1));
        }
    }

    private static void offerWindow(Edge edge) {
        edge.offer(TestBatches.latencies("syscall_read", ROWS));
        edge.offer(TestBatches.latencies("disk_queue_time", ROWS));
    }

    private static LedgerLine line(Edge edge) {
        return edge.account().line();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static DeliveryConfig deliveryConfig() {
        Duration pause = Duration.ofMillis(5);
        return new DeliveryConfig(
                Duration.ofSeconds(30),
                new SendingQueue(true, 1, 2L * ROWS * WINDOWS, Sizer.ITEMS, false, false, null, null),
                new RetryOnFailure(true, pause, 1.0, 0.5, pause, Duration.ZERO));
    }

    private static ClickHouseExporter exporter(BreakingProxy proxy) {
        return new ClickHouseExporter(
                new TestSettings("clickhouse", new HandClock(0, 0)).timeout(Duration.ofSeconds(30)),
                new ClickHouseExporterConfig(
                        List.of(proxy.uri()),
                        "outage",
                        null,
                        null,
                        Compression.ZSTD,
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
                        null));
    }

    private final class Failures implements StatusReporter {
        @Override
        public void ok() {}

        @Override
        public void recoverable(String message) {
            failures.incrementAndGet();
        }

        @Override
        public void permanent(String message) {}
    }
}
