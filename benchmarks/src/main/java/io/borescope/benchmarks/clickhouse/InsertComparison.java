package io.borescope.benchmarks.clickhouse;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.borescope.api.metric.MetricBatch;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Compares our exporter with JDBC batches, the client's writer of rows and its lists of objects, and prints tables in Markdown. All
 * take turns with the same million rows in one process, so that a busy machine slows all of them; after each turn the server must hold the same. The
 * client's CPU time is that of the whole process: threads of clients, garbage collection and compilation included.
 */
final class InsertComparison {
    private static final int BATCHES = 10;
    private static final int ROWS = 100_000;
    private static final int WARM_UP_ROUNDS = 1;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final String EXPORTER = "exporter";
    private static final String WRITER = "client, RowBinary writer";
    private static final String OBJECTS = "client, list of objects";
    private static final String JDBC = "JDBC batch";

    /** What a turn took. */
    private record Turn(double seconds, double cpuSeconds, double allocatedBytes) {}

    private final BenchmarkTable table;
    private final Map<String, InsertPath> paths = new LinkedHashMap<>();
    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();
    private String content = "";

    private InsertComparison(BenchmarkTable table) {
        this.table = table;
    }

    /**
     * Prints the tables.
     *
     * @param args URI of a server's HTTP interface, folder of the schema, rounds
     */
    public static void main(String[] args) throws Exception {
        URI server = URI.create(args[0]);
        try (BenchmarkTable table = new BenchmarkTable(server, Path.of(args[1]))) {
            System.out.printf(
                    "ClickHouse %s, Java %s, %,d rows in %d inserts, median of %s rounds%n",
                    table.version(), Runtime.version(), BATCHES * ROWS, BATCHES, args[2]);
            for (boolean compressed : new boolean[] {false, true}) {
                new InsertComparison(table).compare(server, compressed, Integer.parseInt(args[2]));
            }
        }
    }

    private void compare(URI server, boolean compressed, int rounds) throws Exception {
        String database = BenchmarkTable.DATABASE;
        paths.put(EXPORTER, new ExporterPath(server, database, compressed));
        paths.put(WRITER, new ClientPath(server, database, compressed, false));
        paths.put(OBJECTS, new ClientPath(server, database, compressed, true));
        paths.put(JDBC, new JdbcPath(server, database, compressed));
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (String path : paths.keySet()) {
                Turn turn = turn(path);
                if (round >= 0) {
                    turns.computeIfAbsent(path, name -> new ArrayList<>()).add(turn);
                }
            }
        }
        print(compressed);
        for (InsertPath path : paths.values()) {
            path.close();
        }
    }

    private Turn turn(String name) throws Exception {
        InsertPath path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException(name);
        }
        List<MetricBatch> batches = LatencyRows.batches(BATCHES, ROWS, UUID.randomUUID());
        table.empty();
        System.gc(); // what the turn before left is not this one's
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        for (MetricBatch batch : batches) {
            path.insert(batch);
        }
        Turn turn = new Turn(
                (System.nanoTime() - start) / 1e9,
                (PROCESS.getProcessCpuTime() - cpu) / 1e9,
                THREADS.getTotalThreadAllocatedBytes() - allocated);
        check(name);
        return turn;
    }

    private void check(String name) throws Exception {
        String held = table.content();
        if (content.isEmpty()) {
            content = held;
        }
        if (!held.equals(content) || !held.startsWith(BATCHES * ROWS + "\t")) {
            throw new IllegalStateException("after %s the table holds %s and not %s".formatted(name, held, content));
        }
    }

    private void print(boolean compressed) {
        System.out.printf("%n%s%n%n", compressed ? "zstd" : "uncompressed");
        System.out.println("| path | rows/s | CPU of the client, ns per row | allocated, B per row |"
                + " CPU, times the exporter's | time, times the exporter's |\n|----|----|----|----|----|----|");
        paths.keySet().forEach(path -> System.out.println(row(path)));
    }

    private String row(String path) {
        double rows = BATCHES * ROWS;
        return "| %s | %,.0f | %.0f | %.1f | %.1f | %.2f |"
                .formatted(
                        path,
                        rows / median(path, Turn::seconds),
                        1e9 * median(path, Turn::cpuSeconds) / rows,
                        median(path, Turn::allocatedBytes) / rows,
                        ratio(path, Turn::cpuSeconds),
                        ratio(path, Turn::seconds));
    }

    @FunctionalInterface
    private interface Measure {
        double of(Turn turn);
    }

    private double[] all(String path, Measure measure) {
        return turns.getOrDefault(path, List.of()).stream()
                .mapToDouble(measure::of)
                .toArray();
    }

    private double median(String path, Measure measure) {
        return median(all(path, measure));
    }

    /** The median of the ratios of all rounds. */
    private double ratio(String path, Measure measure) {
        double[] ratios = all(path, measure);
        double[] ours = all(EXPORTER, measure);
        Arrays.setAll(ratios, round -> ratios[round] / ours[round]);
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
