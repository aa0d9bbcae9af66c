package io.borescope.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginDescription;
import io.borescope.engine.runtime.Agent;
import io.borescope.exporter.ndjsonhttp.NdjsonHttpExporterFactory;
import io.borescope.extension.filestorage.FileStorageFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a batch costs on its way through an agent to an HTTP endpoint, with the queue in memory and on disk: {@code QueueComparison [ROUNDS]}. The ways
 * take turns and the median of the rounds counts; CPU time is of the whole process, which is agent and endpoint.
 */
public final class QueueComparison {
    private static final int BATCHES = 2_000;
    private static final int ROWS = 200;
    private static final PluginDescription BENCHMARK = new PluginDescription("benchmark", "1", "benchmark");
    private static final MetricBatch BATCH = batch();

    /** Where a queue is, and whether its backend is away until all batches are in it. */
    private enum Way {
        MEMORY("in memory", "", "", false),
        MEMORY_BEHIND("in memory, backend away at first", "", "", true),
        DISK("on disk", "storage: file_storage", "false", false),
        DISK_BEHIND("on disk, backend away at first", "storage: file_storage", "false", true),
        FSYNC("on disk with fsync", "storage: file_storage", "true", false);

        private final String description;
        private final String storage;
        private final String fsync;
        private final boolean behind;

        Way(String description, String storage, String fsync, boolean behind) {
            this.description = description;
            this.storage = storage;
            this.fsync = fsync;
            this.behind = behind;
        }
    }

    /**
     * What one round took, per batch.
     *
     * @param cpuMicros of the whole process
     * @param micros on the clock
     */
    private record Cost(double cpuMicros, double micros) {}

    private final AtomicReference<@Nullable BatchConsumer<MetricBatch>> next = new AtomicReference<>();
    private volatile boolean answers;

    private QueueComparison() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        Way[] ways = Way.values();
        double[][] cpu = new double[ways.length][rounds];
        double[][] time = new double[ways.length][rounds];
        for (int round = -1; round < rounds; round++) { // the first one warms up
            for (int i = 0; i < ways.length; i++) {
                Cost cost = new QueueComparison().measure(ways[i]);
                if (round >= 0) {
                    cpu[i][round] = cost.cpuMicros();
                    time[i][round] = cost.micros();
                }
            }
        }
        System.out.printf(
                "%d batches of %d rows; per batch, median of %d rounds%n%-34s %10s %8s %10s %8s%n",
                BATCHES, ROWS, rounds, "queue", "CPU, us", "ratio", "time, us", "ratio");
        for (int i = 0; i < ways.length; i++) {
            System.out.printf(
                    "%-34s %10.0f %8.2f %10.0f %8.2f%n",
                    ways[i].description,
                    median(cpu[i]),
                    median(cpu[i]) / median(cpu[0]),
                    median(time[i]),
                    median(time[i]) / median(time[0]));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Cost measure(Way way) throws Exception {
        Path directory = Files.createTempDirectory("queue");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
        try {
            Agent agent = agent(way, directory, server.getAddress().getPort());
            agent.start();
            try {
                return measure(way, agent);
            } finally {
                agent.close();
            }
        } finally {
            server.stop(0);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private Cost measure(Way way, Agent agent) throws InterruptedException {
        answers = !way.behind;
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = system.getProcessCpuTime();
        long before = System.nanoTime();
        BatchConsumer<MetricBatch> queue = Objects.requireNonNull(next.get(), "started");
        for (int i = 0; i < BATCHES; i++) {
            queue.consume(BATCH);
        }
        answers = true;
        while (agent.summary().flows().getFirst().held() > 0) {
            Thread.sleep(1);
        }
        double micros = (System.nanoTime() - before) / 1e3 / BATCHES;
        double cpuMicros = (system.getProcessCpuTime() - cpuBefore) / 1e3 / BATCHES;
        return new Cost(cpuMicros, micros);
    }

    private Agent agent(Way way, Path directory, int port) throws Exception {
        String yaml = """
                receivers:
                  burst:
                exporters:
                  ndjson_http:
                    endpoint: http://127.0.0.1:%d/
                    sending_queue: {queue_size: %d, %s}
                    retry_on_failure: {initial_interval: 1ms, max_interval: 1ms, max_elapsed_time: 0s}
                extensions:
                  file_storage: {directory: "%s", fsync: %s}
                service:
                  network: test
                  extensions: %s
                  pipelines:
                    metrics: {receivers: [burst], exporters: [ndjson_http]}
                """.formatted(
                port, 2 * BATCHES, way.storage, directory, way.fsync, way.storage.isEmpty() ? "[]" : "[file_storage]");
        ComponentCatalog catalog = new ComponentCatalog.Builder()
                .add(FactoryKind.RECEIVER, new BurstFactory(next), BENCHMARK)
                .add(FactoryKind.EXPORTER, new NdjsonHttpExporterFactory(), BENCHMARK)
                .add(FactoryKind.EXTENSION, new FileStorageFactory(), BENCHMARK)
                .build();
        return new Agent(ConfigTree.read(List.of(new ConfigTree.Source("benchmark.yaml", yaml)), List.of(), Map.of())
                .plan(catalog)
                .plan());
    }

    private void take(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        exchange.sendResponseHeaders(answers ? 204 : 503, -1);
        exchange.close();
    }

    /** Rows as {@code aggregate} makes them for a latency. */
    private static MetricBatch batch() {
        long[] numbers = LongStream.range(0, ROWS).toArray();
        MetricDescriptor descriptor = new MetricDescriptor(
                "syscall_read",
                "Time in read(2).",
                MetricKind.HISTOGRAM,
                "ns",
                Temporality.DELTA,
                List.of(ColumnSpec.integer("pid", "1"), ColumnSpec.text("client_type")),
                List.of(
                        ColumnSpec.integer(MetricDescriptor.SUM, "ns"),
                        ColumnSpec.integer(MetricDescriptor.COUNT, "1"),
                        new ColumnSpec(MetricDescriptor.HISTOGRAM, ColumnType.LONG_LIST, "1")),
                List.of(1_000L));
        return new MetricBatch(
                new BatchId(new UUID(0, 1), new UUID(0, 2), 1),
                Resource.EMPTY,
                descriptor,
                new Window(1, new ClockMapping(0, 0), 0, 1, 0, 0, 0),
                1,
                List.of(
                        new LongColumn(numbers),
                        TextColumn.of(Collections.nCopies(ROWS, "postgres")),
                        new LongColumn(numbers),
                        new LongColumn(numbers),
                        new LongListColumn(10, new long[ROWS * 10])),
                ROWS,
                0);
    }

    record NoConfig() implements ComponentConfig {}

    /** A receiver that hands out its next link. */
    private record BurstFactory(AtomicReference<@Nullable BatchConsumer<MetricBatch>> next)
            implements ReceiverFactory<NoConfig> {
        @Override
        public ComponentType type() {
            return new ComponentType("burst");
        }

        @Override
        public String description() {
            return "Batches as fast as they are taken.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public Set<Signal<?>> produces() {
            return Set.of(Signal.METRICS);
        }

        @Override
        public Receiver create(ReceiverSettings settings, NoConfig config, Outputs outputs) {
            next.set(outputs.require(Signal.METRICS));
            return new Receiver() {};
        }
    }
}
