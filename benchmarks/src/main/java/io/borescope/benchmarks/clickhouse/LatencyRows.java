package io.borescope.benchmarks.clickhouse;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Rows of {@code syscall_read} as {@code aggregate} makes them: random latencies of many processes, by window. */
final class LatencyRows {
    static final String METRIC = "syscall_read";

    private static final int BUCKETS = 10;
    private static final long START = 1_765_000_000_000_000_000L;
    private static final long WINDOW = 1_000_000_000L;
    private static final List<String> CLIENTS = List.of(
            "geth", "reth", "besu", "nethermind", "lighthouse", "prysm", "teku", "postgres", "nginx", "unknown");
    private static final MetricDescriptor DESCRIPTOR = new MetricDescriptor(
            METRIC,
            "Latencies of read.",
            MetricKind.HISTOGRAM,
            "ns",
            Temporality.DELTA,
            List.of(
                    ColumnSpec.integer("pid", "1"),
                    ColumnSpec.integer("process_start_time", "ns"),
                    ColumnSpec.text("client_type"),
                    ColumnSpec.text("sampling_mode"),
                    new ColumnSpec("sampling_rate", ColumnType.DOUBLE, "1"),
                    new ColumnSpec("attributes", ColumnType.MAP, "")),
            List.of(
                    ColumnSpec.integer(MetricDescriptor.SUM, "ns"),
                    ColumnSpec.integer(MetricDescriptor.COUNT, "1"),
                    ColumnSpec.integer(MetricDescriptor.MIN, "ns"),
                    ColumnSpec.integer(MetricDescriptor.MAX, "ns"),
                    new ColumnSpec(MetricDescriptor.HISTOGRAM, ColumnType.LONG_LIST, "1")),
            Stream.iterate(1000L, bound -> bound * 10).limit(BUCKETS - 1).toList());

    private LatencyRows() {}

    /**
     * Batches of equal size.
     *
     * @param run tells these rows from those of other runs, which are the same otherwise
     */
    static List<MetricBatch> batches(int count, int rows, UUID run) {
        Random random = new Random(23);
        List<MetricBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(batch(random, i, rows, run));
        }
        return batches;
    }

    /** Scattered, and no two alike: rows of one process would be one row. */
    private static long pid(long row) {
        return 1 + (row * 0x9E37_79B1L & 0x3F_FFFF);
    }

    private static MetricBatch batch(Random random, int sequence, int rows, UUID run) {
        long[] pids = LongStream.range(0, rows).map(LatencyRows::pid).toArray();
        long[] starts = LongStream.of(pids).map(pid -> START - pid * 1_000_000).toArray();
        int[] clients = random.ints(rows, 0, CLIENTS.size()).toArray();
        double[] rates = new double[rows];
        Arrays.fill(rates, 1);
        long[] counts = new long[rows];
        long[] histogram = new long[rows * BUCKETS];
        for (int row = 0; row < rows; row++) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                histogram[row * BUCKETS + bucket] = random.nextInt(1 << random.nextInt(12));
                counts[row] += histogram[row * BUCKETS + bucket];
            }
        }
        long[] least = random.longs(rows, 200, 5_000).toArray();
        long[] most = random.longs(rows, 5_000, 4_000_000_000L).toArray();
        long[] sums = random.longs(rows, 5_000, 1L << 40).toArray();
        long start = START + sequence * WINDOW;
        return new MetricBatch(
                new BatchId(new UUID(0, 1), run, sequence),
                Resource.of(Map.of(Resource.INSTANCE_NAME, "node-7", Resource.NETWORK_NAME, "hoodi")),
                DESCRIPTOR,
                new Window(sequence, new ClockMapping(0, 0), start, start + WINDOW, 1_000 + sequence, start, 31),
                start + 2 * WINDOW,
                List.of(
                        new LongColumn(pids),
                        new LongColumn(starts),
                        new TextColumn(CLIENTS, clients),
                        new TextColumn(List.of("none"), new int[rows]),
                        new DoubleColumn(rates),
                        new MapColumn(Collections.nCopies(rows, Map.of())),
                        new LongColumn(sums),
                        new LongColumn(counts),
                        new LongColumn(least),
                        new LongColumn(most),
                        new LongListColumn(BUCKETS, histogram)),
                rows,
                0);
    }
}
