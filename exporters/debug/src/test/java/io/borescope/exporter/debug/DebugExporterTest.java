package io.borescope.exporter.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.component.ExportException;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.metric.Column;
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
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@SuppressWarnings("NullAway") // keys that are left out arrive as null
class DebugExporterTest {
    private static final long START = Instant.parse("2026-01-05T10:00:00Z").getEpochSecond() * 1_000_000_000;

    private final TestSettings settings = new TestSettings("debug", new HandClock(0, START));
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private static DebugExporterConfig config(Verbosity verbosity, int maxRows, Duration flushInterval) {
        return new DebugExporterConfig(
                verbosity, DebugExporterConfig.Output.STDOUT, maxRows, flushInterval, null, null, null);
    }

    private String printed(Verbosity verbosity, int maxRows, Charset charset, Batch... batches) throws Exception {
        bytes.reset();
        PrintStream out = new PrintStream(bytes, false, charset);
        DebugExporterConfig config = config(verbosity, maxRows, Duration.ofMinutes(1));
        try (DebugExporter exporter = new DebugExporter(settings, config, out)) {
            exporter.start();
            for (Batch batch : batches) {
                exporter.export(List.of(batch));
            }
        }
        return bytes.toString(charset);
    }

    private String printed(Verbosity verbosity, Batch... batches) throws Exception {
        return printed(verbosity, 50, StandardCharsets.UTF_8, batches);
    }

    private static Window window(int number) {
        long start = START + number * 12_000_000_000L;
        return new Window(number, new ClockMapping(0, START), start, start + 12_000_000_000L, 100 + number, start, 3);
    }

    private static MetricBatch batch(int window, MetricDescriptor descriptor, Column... columns) {
        return new MetricBatch(
                new BatchId(new UUID(0, 1), new UUID(0, 2), window),
                Resource.of(Map.of(Resource.INSTANCE_NAME, "node-7")),
                descriptor,
                window(window),
                START,
                List.of(columns),
                1234,
                5);
    }

    private static MetricBatch latencies(int window) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "syscall_read",
                "Time in read.",
                MetricKind.HISTOGRAM,
                "ns",
                Temporality.DELTA,
                List.of(ColumnSpec.integer("pid", ""), ColumnSpec.text("client_type")),
                List.of(
                        ColumnSpec.integer("sum", "ns"),
                        ColumnSpec.integer("count", "1"),
                        ColumnSpec.integer("min", "ns"),
                        ColumnSpec.integer("max", "ns"),
                        new ColumnSpec("histogram", ColumnType.LONG_LIST, "1")),
                List.of(1_000L, 1_000_000L));
        return batch(
                window,
                descriptor,
                new LongColumn(new long[] {20, 10}),
                TextColumn.of(List.of("reth", "geth")),
                new LongColumn(new long[] {2_000_000, 4_500}),
                new LongColumn(new long[] {4, 3}),
                new LongColumn(new long[] {900, 1_000}),
                new LongColumn(new long[] {1_990_000, 2_000}),
                new LongListColumn(3, new long[] {1, 2, 1, 0, 3, 0}));
    }

    private static MetricBatch traffic(int window) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "net_io",
                "Bytes sent and received.",
                MetricKind.SUM,
                "By",
                Temporality.DELTA,
                List.of(
                        ColumnSpec.integer("pid", ""),
                        ColumnSpec.text("client_type"),
                        ColumnSpec.text("port_label"),
                        ColumnSpec.text("direction")),
                List.of(ColumnSpec.integer("sum", "By"), ColumnSpec.integer("count", "1")),
                List.of());
        return batch(
                window,
                descriptor,
                new LongColumn(new long[] {10, 10}),
                TextColumn.of(List.of("geth", "geth")),
                TextColumn.of(List.of("el_p2p", "")),
                TextColumn.of(List.of("tx", "rx")),
                new LongColumn(new long[] {1536, 10_485_760}),
                new LongColumn(new long[] {3, 1_000_000}));
    }

    private static MetricBatch snapshot(int window, String label) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "memory_usage",
                "",
                MetricKind.SNAPSHOT,
                "By",
                Temporality.INSTANT,
                List.of(ColumnSpec.integer("pid", ""), new ColumnSpec("labels", ColumnType.MAP, "")),
                List.of(ColumnSpec.integer("vm_rss_bytes", "By"), ColumnSpec.text("state")),
                List.of());
        return batch(
                window,
                descriptor,
                new LongColumn(new long[] {10}),
                new MapColumn(List.of(Map.of("zone", "b", "app", label))),
                new LongColumn(new long[] {6_442_450_944L}),
                TextColumn.of(List.of("running")));
    }

    @Test
    void printsOneTableForTheBatchesOfAWindow() throws Exception {
        String printed = printed(Verbosity.NORMAL, latencies(0), traffic(0));
        assertThat(printed).isEqualTo("""
                2026-01-05 10:00:00.000 UTC  12s  slot 100  4 rows  2,468 events  10 lost
                  client  pid  metric        attributes                          count      sum     avg    min     max  <1µs to 1ms
                  geth     10  net_io        direction=rx                    1,000,000    10MiB   10.5B
                  geth     10  net_io        port_label=el_p2p direction=tx          3  1.50KiB    512B
                  geth     10  syscall_read                                          3   4.50µs  1.50µs    1µs     2µs  ·█·
                  reth     20  syscall_read                                          4      2ms   500µs  900ns  1.99ms  ▄█▄

                """);
    }

    @Test
    void showsASamplingRateWhereSomethingIsLeftOut() throws Exception {
        MetricDescriptor descriptor = new MetricDescriptor(
                "oom_kill",
                "",
                MetricKind.SUM,
                "{event}",
                Temporality.DELTA,
                List.of(
                        ColumnSpec.integer("pid", ""),
                        ColumnSpec.text("client_type"),
                        ColumnSpec.text("sampling_mode"),
                        new ColumnSpec("sampling_rate", ColumnType.DOUBLE, "1")),
                List.of(ColumnSpec.integer("sum", "{event}"), ColumnSpec.integer("count", "1")),
                List.of());
        MetricBatch sampled = batch(
                0,
                descriptor,
                new LongColumn(new long[] {10, 20}),
                TextColumn.of(List.of("geth", "reth")),
                TextColumn.of(List.of("nth", "none")),
                new DoubleColumn(new double[] {0.125, 1}),
                new LongColumn(new long[] {1, 2}),
                new LongColumn(new long[] {1, 2}));

        assertThat(printed(Verbosity.NORMAL, sampled)).isEqualTo("""
                2026-01-05 10:00:00.000 UTC  12s  slot 100  2 rows  1,234 events  5 lost
                  client  pid  metric    attributes           count  sum  avg  min  max
                  geth     10  oom_kill  sampling_rate=0.125      1    1    1
                  reth     20  oom_kill                           2    2    1

                """);
        assertThat(printed(Verbosity.DETAILED, sampled)).contains("nth", "none");
    }

    @Test
    void printsATablePerWindow() throws Exception {
        String printed = printed(Verbosity.NORMAL, latencies(0), latencies(1), traffic(0));
        assertThat(printed.lines().filter(line -> line.contains("slot")))
                .containsExactly(
                        "2026-01-05 10:00:00.000 UTC  12s  slot 100  4 rows  2,468 events  10 lost",
                        "2026-01-05 10:00:12.000 UTC  12s  slot 101  2 rows  1,234 events  5 lost");
    }

    @Test
    void printsAWindowAMomentAfterItsFirstBatch() throws Exception {
        CountDownLatch flushed = new CountDownLatch(1);
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8) {
            @Override
            public void flush() {
                super.flush();
                if (bytes.size() > 0) {
                    flushed.countDown();
                }
            }
        };
        DebugExporterConfig config = config(Verbosity.BASIC, 50, Duration.ofMillis(1));
        try (DebugExporter exporter = new DebugExporter(settings, config, out)) {
            exporter.start();
            exporter.export(List.of(latencies(0)));
            assertThat(flushed.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).containsOnlyOnce("slot 100");
    }

    @Test
    void basicIsALinePerWindow() throws Exception {
        assertThat(printed(Verbosity.BASIC, latencies(0), snapshot(0, "x")))
                .isEqualTo("2026-01-05 10:00:00.000 UTC  12s  slot 100  3 rows  2,468 events  10 lost\n");
    }

    @Test
    void printsSnapshotsWithTheirOwnColumns() throws Exception {
        assertThat(printed(Verbosity.NORMAL, snapshot(0, "db"))).isEqualTo("""
                2026-01-05 10:00:00.000 UTC  12s  slot 100  1 rows  1,234 events  5 lost
                  memory_usage
                  client  pid  labels         vm_rss_bytes  state
                           10  app=db zone=b          6GiB  running

                """);
    }

    @Test
    void detailedPrintsEveryColumnAndWhereABatchComesFrom() throws Exception {
        String printed = printed(Verbosity.DETAILED, latencies(0));
        assertThat(printed)
                .contains("syscall_read: delta histogram, unit ns, Time in read.")
                .contains("batch 00000000-0000-0000-0000-000000000001-00000000-0000-0000-0000-000000000002-0")
                .contains("1,234 events, 5 lost, resource {borescope.instance.name=node-7}")
                .contains("buckets end before [1000, 1000000] ns")
                .contains("20  reth         2000000      4   900  1990000  1 2 1");
    }

    @Test
    void saysHowManyRowsWereLeftOut() throws Exception {
        Batch[] batches = {latencies(0), traffic(0), snapshot(0, "x")};
        assertThat(printed(Verbosity.NORMAL, 3, StandardCharsets.UTF_8, batches))
                .contains("  ... 2 more rows (max_rows: 3)\n")
                .doesNotContain("reth", "memory_usage");
        assertThat(printed(Verbosity.DETAILED, 3, StandardCharsets.UTF_8, batches))
                .contains("  ... 2 more rows (max_rows: 3)\n", "app=x")
                .doesNotContain("syscall_read");
    }

    @Test
    void usesPlainCharactersWhereTheTerminalHasNoOthers() throws Exception {
        String printed = printed(Verbosity.NORMAL, 50, StandardCharsets.US_ASCII, latencies(0));
        assertThat(printed).contains("4.50us", "_@_", "=@=").doesNotContain("?");
    }

    @Test
    void printsWhatIsAboutNoProcessDownwards() throws Exception {
        MetricDescriptor descriptor = new MetricDescriptor(
                "host_specs",
                "",
                MetricKind.SNAPSHOT,
                "1",
                Temporality.INSTANT,
                List.of(ColumnSpec.text("host_id")),
                List.of(
                        ColumnSpec.integer("memory_total_bytes", "By"),
                        new ColumnSpec("cpu_core_ids", ColumnType.LONG_LIST, "1"),
                        new ColumnSpec("memory_dimm_sizes_bytes", ColumnType.LONG_LIST, "By"),
                        new ColumnSpec("disk_names", ColumnType.TEXT_LIST, "")),
                List.of());
        MetricBatch batch = batch(
                0,
                descriptor,
                TextColumn.of(List.of("h_00")),
                new LongColumn(new long[] {1L << 34}),
                new LongListColumn(2, new long[] {0, 1}),
                LongListColumn.empty(1),
                new TextListColumn(List.of(List.of("sda", "nvme\u001b0n1"))));
        assertThat(printed(Verbosity.NORMAL, batch).lines().map(String::stripTrailing))
                .contains(
                        "  host_specs",
                        "  column                   value",
                        "  host_id                  h_00",
                        "  memory_total_bytes       16GiB",
                        "  cpu_core_ids             0 1",
                        "  memory_dimm_sizes_bytes",
                        "  disk_names               sda nvme?0n1");
    }

    @Test
    void leavesOutOfSnapshotsThatNothingIsSampled() throws Exception {
        MetricDescriptor descriptor = new MetricDescriptor(
                "process_fd_usage",
                "",
                MetricKind.SNAPSHOT,
                "1",
                Temporality.INSTANT,
                List.of(
                        ColumnSpec.integer("pid", ""),
                        ColumnSpec.text("client_type"),
                        ColumnSpec.text("sampling_mode"),
                        new ColumnSpec("sampling_rate", ColumnType.DOUBLE, "1"),
                        new ColumnSpec("attributes", ColumnType.MAP, "")),
                List.of(ColumnSpec.integer("open_fds", "{descriptor}")),
                List.of());
        MetricBatch batch = batch(
                0,
                descriptor,
                new LongColumn(new long[] {7}),
                TextColumn.of(List.of("geth")),
                TextColumn.of(List.of("none")),
                new DoubleColumn(new double[] {1}),
                new MapColumn(List.of(Map.of())),
                new LongColumn(new long[] {23}));
        assertThat(printed(Verbosity.NORMAL, batch)).contains("  client  pid  open_fds\n  geth      7        23\n");
    }

    @Test
    void namesCannotSteerTheTerminal() throws Exception {
        String evil = "\u001b[2J\u009b31m\r\n\u202e\ud800" + "x".repeat(100);
        MetricDescriptor descriptor = new MetricDescriptor(
                evil,
                evil,
                MetricKind.SNAPSHOT,
                evil,
                Temporality.INSTANT,
                List.of(ColumnSpec.text("client_type"), ColumnSpec.text(evil)),
                List.of(),
                List.of());
        MetricBatch batch = batch(0, descriptor, TextColumn.of(List.of(evil)), TextColumn.of(List.of(evil)));
        for (Verbosity verbosity : Verbosity.values()) {
            String printed = printed(verbosity, batch, snapshot(0, evil));
            assertThat(printed.chars().filter(c -> c != '\n')).allMatch(c -> c >= ' ' && c < 0x7f);
            assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(700));
        }
        assertThat(printed(Verbosity.NORMAL, batch)).contains("?[2J?31m????xxx").contains("xxx...");
    }

    private static EventBatch events(int count) {
        EventRecords records = new EventRecords(1 << 16);
        for (int i = 0; i < count; i++) {
            records.syscall(EventType.SYSCALL_READ, 7, 4242, 1_000_000_000L + i * 1_000L, 500, 1);
        }
        return records.batch(EventBatch.NO_WATERMARK)
                .withTags(process -> Optional.of(new ProcessIdentity(4242, 0, "re\u001bth")));
    }

    @Test
    void printsEventsAsAShortList() throws Exception {
        assertThat(printed(
                        Verbosity.NORMAL, 2, StandardCharsets.UTF_8, events(5).withLost(new long[] {0, 3})))
                .isEqualTo("""
                2026-01-05 10:00:01.000 UTC  5 events  3 lost
                  time             event         client   pid   tid  cpu  process
                  10:00:01.000000  syscall_read  re?th   4242  4242    0        7
                  10:00:01.000001  syscall_read  re?th   4242  4242    0        7
                  ... 3 more events (max_rows: 2)

                """);
        assertThat(printed(Verbosity.BASIC, events(5))).isEqualTo("2026-01-05 10:00:01.000 UTC  5 events  0 lost\n");
    }

    @Test
    void saysForHowManyEventsPartialsStand() throws Exception {
        EventRecords records = new EventRecords(1 << 12);
        for (int i = 1; i <= 2; i++) {
            records.event(EventType.SYSCALL_READ, PartialEvents.BYTES, 7, 4242, 1_000_000_000L)
                    .u64(PartialEvents.EVENTS, i * 1_000L);
        }
        EventBatch partials = records.batch(EventBatch.NO_WATERMARK).withPartials(true);

        assertThat(printed(Verbosity.NORMAL, 1, StandardCharsets.UTF_8, partials))
                .isEqualTo("""
                2026-01-05 10:00:01.000 UTC  3,000 events  in 2 partials  0 lost
                  time             event         client   pid   tid  cpu  process  events
                  10:00:01.000000  syscall_read          4242  4242    0        7   1,000
                  ... 1 more partials (max_rows: 1)

                """);
    }

    @Test
    void saysNothingAboutBatchesThatOnlyCarryProgress() throws Exception {
        assertThat(printed(Verbosity.DETAILED, events(0))).isEmpty();
    }

    @Test
    void reportsAClosedOutput() throws Exception {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        DebugExporterConfig config = config(Verbosity.BASIC, 50, Duration.ZERO);
        try (DebugExporter exporter = new DebugExporter(settings, config, broken)) {
            exporter.start();
            assertThatExceptionOfType(ExportException.class)
                    .isThrownBy(() -> exporter.export(List.of(latencies(0))))
                    .withMessage("stdout is closed")
                    .matches(failure -> !failure.isRetryable());
        }
    }

    @Test
    void keepsToTheComponentContract() throws Exception {
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        ComponentContract.check(
                () -> new DebugExporter(settings, config(Verbosity.NORMAL, 50, Duration.ofMillis(1)), out));
    }

    @Test
    void aHistogramShowsEveryBucketThatIsNotEmpty() {
        long[] counts = {0, 1, 1_000_000, 500_000, 0};
        assertThat(new Values(StandardCharsets.UTF_8).histogram(counts.length, i -> counts[i]))
                .isEqualTo("·▁█▄·");
        assertThat(new Values(StandardCharsets.UTF_8).histogram(2, i -> 0)).isEqualTo("··");
    }

    @Test
    void figuresGetTheUnitThatSuitsThem() {
        Values values = new Values(StandardCharsets.UTF_8);
        assertThat(Arrays.asList(
                        values.quantity(0, "ns"),
                        values.quantity(999, "ns"),
                        values.quantity(1_234_567, "ns"),
                        values.quantity(90e9, "ns"),
                        values.quantity(1500, "us"),
                        values.quantity(0.25, "s"),
                        values.quantity(1023, "By"),
                        values.quantity(1024, "By"),
                        values.quantity(33.333, "%"),
                        values.quantity(1_234_567, "1"),
                        values.quantity(3, "{page}"),
                        values.quantity(Double.NaN, "1")))
                .containsExactly(
                        "0ns",
                        "999ns",
                        "1.23ms",
                        "90s",
                        "1.50ms",
                        "250ms",
                        "1,023B",
                        "1KiB",
                        "33.3%",
                        "1,234,567",
                        "3",
                        "NaN");
    }
}
