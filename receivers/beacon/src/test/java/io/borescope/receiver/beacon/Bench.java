package io.borescope.receiver.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.Secret;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotNetwork;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestBeaconNode;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@code beacon} receiver that is cranked by hand. The clock stands at 2026-01-05T10:00:02Z until a test moves it. */
final class Bench implements AutoCloseable {
    static final long SECOND = 1_000_000_000;
    static final long START = 1_767_607_202 * SECOND;
    static final SlotClock HOODI = SlotNetwork.HOODI.slots();

    private static final long PATIENCE = 20 * SECOND;

    final HandClock clock = new HandClock(5000 * SECOND, START);
    final TestSettings settings = new TestSettings("beacon", clock);
    final Collected<MetricBatch> rows = new Collected<>(Signal.METRICS);
    private final BeaconReceiver receiver;

    Bench(BeaconReceiverConfig config) throws Exception {
        receiver = new BeaconReceiver(settings, config, rows, new Random(1));
        receiver.start();
    }

    static Bench asking(TestBeaconNode... nodes) throws Exception {
        return new Bench(config(null, null, nodes));
    }

    static BeaconReceiverConfig config(
            @Nullable SlotNetwork network, @Nullable Path stateFile, TestBeaconNode... nodes) {
        List<URI> endpoints = Stream.of(nodes).map(TestBeaconNode::endpoint).toList();
        return config(endpoints, Map.of(), TlsConfig.DEFAULT, network, stateFile);
    }

    static BeaconReceiverConfig config(
            List<URI> endpoints,
            Map<String, Secret> headers,
            TlsConfig tls,
            @Nullable SlotNetwork network,
            @Nullable Path stateFile) {
        return new BeaconReceiverConfig(
                endpoints,
                headers,
                tls,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(12),
                network,
                null,
                null,
                null,
                stateFile);
    }

    /** Cranks until it is so; the clock stands still. */
    void until(String what, BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("timed out waiting until " + what)
                    .isNegative();
            if (settings.crank() == 0) {
                LockSupport.parkNanos(200_000);
            }
        }
    }

    void untilCounted(Outcome outcome, long count) throws Exception {
        until(count + " " + outcome.counter(), () -> counted(outcome) >= count);
        assertThat(counted(outcome)).isEqualTo(count);
    }

    long counted(Outcome outcome) {
        return settings.counted(outcome.counter());
    }

    Optional<SlotClock> slots() {
        return settings.services().find(SlotClock.class);
    }

    static long value(MetricBatch row, String column) {
        return row.require(column, LongColumn.class).get(0);
    }

    @Override
    public void close() {
        receiver.close();
    }
}
