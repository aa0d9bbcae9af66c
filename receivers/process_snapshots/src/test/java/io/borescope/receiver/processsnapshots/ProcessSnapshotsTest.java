package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.Signal;
import io.borescope.api.component.StartException;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole rounds over a made-up procfs. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "procfs is read with Linux's own calls")
final class ProcessSnapshotsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NOW = 1_767_607_200 * SECOND;

    /** The made-up host has been up for 1,000 s; a process of tick 90,000 has been there for 100 s. */
    private static final long TICKS = 90_000;

    private static final long START = NOW - 100 * SECOND;

    @TempDir
    Path root;

    private final HandClock clock = new HandClock(1_000 * SECOND, NOW);
    private final TestSettings settings = new TestSettings("process_snapshots", clock);
    private final Collected<MetricBatch> collected = new Collected<>(Signal.METRICS);
    private final Table table = new Table();
    private final List<ProcessSnapshots> started = new ArrayList<>();
    private ProcTree tree;

    @BeforeEach
    void makeHost() throws Exception {
        tree = new ProcTree(root);
        settings.services().publish(ProcessTable.class, table);
    }

    @AfterEach
    void close() {
        started.forEach(ProcessSnapshots::close);
    }

    /** Starts a receiver whose first round begins in a second: it has waited for slots for another one. */
    private ProcessSnapshots start(ProcessSnapshotsConfig config) throws Exception {
        ProcessSnapshots receiver = new ProcessSnapshots(settings, config, collected, root);
        started.add(receiver);
        receiver.start();
        clock.advance(Duration.ofSeconds(1));
        assertThat(settings.crank()).isZero();
        return receiver;
    }

    private static ProcessSnapshotsConfig config(MetricSelection metrics) {
        return new ProcessSnapshotsConfig(Duration.ofSeconds(1), Duration.ofMillis(100), 16, metrics);
    }

    private ProcessSnapshots start() throws Exception {
        return start(config(MetricSelection.EVERYTHING));
    }

    /** Lets a second pass and everything happen that is due; returns the batches by metric. */
    private Map<String, MetricBatch> round() throws Exception {
        settings.advance(Duration.ofSeconds(1));
        tree.uptime(clock.monotonicNanos() / SECOND);
        while (settings.crank() > 0) {
            // until there is nothing to do
        }
        Map<String, MetricBatch> byMetric = new LinkedHashMap<>();
        collected.take().forEach(batch -> byMetric.put(batch.descriptor().name(), batch));
        return byMetric;
    }

    private static MetricBatch batch(Map<String, MetricBatch> batches, String metric) {
        return Optional.ofNullable(batches.get(metric)).orElseThrow();
    }

    private static long number(MetricBatch batch, String column, int row) {
        return batch.require(column, LongColumn.class).get(row);
    }

    private static List<Long> numbers(MetricBatch batch, String... columns) {
        return List.of(columns).stream().map(column -> number(batch, column, 0)).toList();
    }

    @Test
    void readsEachMetricOfAProcess() throws Exception {
        tree.process(42, TICKS).thread(42, 43, 100, 20);
        table.add(42, START, "geth", Map.of("container.id", "abc"), false);
        start();

        Map<String, MetricBatch> batches = round();

        assertThat(batches).containsOnlyKeys(SnapshotMetric.labels());
        MetricBatch memory = batch(batches, "memory_usage");
        assertThat(numbers(
                        memory,
                        "vm_size_bytes",
                        "vm_rss_bytes",
                        "rss_anon_bytes",
                        "rss_file_bytes",
                        "rss_shmem_bytes",
                        "vm_swap_bytes"))
                .containsExactly(2L << 30, 700L << 10, 400L << 10, 200L << 10, 100L << 10, 8L << 10);
        assertThat(numbers(
                        batch(batches, "process_io_usage"),
                        "rchar_bytes",
                        "wchar_bytes",
                        "syscr",
                        "syscw",
                        "read_bytes",
                        "write_bytes",
                        "cancelled_write_bytes"))
                .containsExactly(9_000_000L, 5_000_000L, 1_200L, 800L, 4_096_000L, 8_192_000L, 4_096L);
        assertThat(numbers(batch(batches, "process_fd_usage"), "open_fds", "fd_limit_soft", "fd_limit_hard"))
                .containsExactly(3L, 1_024L, -1L);
        assertThat(numbers(
                        batch(batches, "process_sched_usage"),
                        "threads",
                        "voluntary_ctxt_switches",
                        "nonvoluntary_ctxt_switches"))
                .containsExactly(2L, 110L, 21L);
        for (MetricBatch each : batches.values()) {
            assertThat(numbers(each, "pid", "process_start_time")).containsExactly(42L, START);
            assertThat(each.require("client_type", TextColumn.class).get(0)).isEqualTo("geth");
            assertThat(each.require("sampling_mode", TextColumn.class).get(0)).isEqualTo("none");
            assertThat(each.require("sampling_rate", DoubleColumn.class).get(0)).isEqualTo(1);
            assertThat(each.require("attributes", MapColumn.class).get(0)).isEqualTo(Map.of("container.id", "abc"));
            assertThat(each.eventCount()).isZero();
            assertThat(each.lostEvents()).isZero();
        }
        assertThat(settings.held()).isZero();
        assertThat(settings.lost()).isZero();
    }

    @Test
    void roundsBeginAtTheBordersOfTheGrid() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        clock.advance(Duration.ofMillis(300));
        start();
        clock.advance(Duration.ofMillis(1_699));
        assertThat(settings.crank()).isZero();
        clock.advance(Duration.ofMillis(1));

        Window window = batch(roundNow(), "memory_usage").window();

        assertThat(window.startEpochNanos()).isEqualTo(NOW + 3 * SECOND);
        assertThat(window.slot()).isEqualTo(Window.NO_SLOT);
        assertThat(window.slotStartEpochNanos()).isEqualTo(NOW + 3 * SECOND);
    }

    private Map<String, MetricBatch> roundNow() throws Exception {
        clock.advance(Duration.ofSeconds(-1));
        return round();
    }

    @Test
    void rowsSayTheSlotOnceThereAreSlots() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        start();
        assertThat(batch(round(), "memory_usage").window().slot()).isEqualTo(Window.NO_SLOT);

        settings.services().publish(SlotClock.class, new SlotClock(NOW - 12 * 1_000 * SECOND, 12 * SECOND, 32));

        Window window = batch(round(), "memory_usage").window();
        assertThat(window.slot()).isEqualTo(1_000);
        assertThat(window.slotStartEpochNanos()).isEqualTo(NOW);
        assertThat(window.epoch()).isEqualTo(1_000 / 32);
    }

    @Test
    void theFirstRoundWaitsForSlotsNoLongerThanNeeded() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        start();
        clock.advance(Duration.ofMillis(100));
        settings.services().publish(SlotClock.class, new SlotClock(NOW - 12_000 * SECOND - 800_000_000, SECOND, 32));
        assertThat(settings.crank()).isZero();
        clock.advance(Duration.ofMillis(100));

        Window window = batch(roundNow(), "memory_usage").window();

        assertThat(window.slot()).isEqualTo(12_002);
        assertThat(window.startEpochNanos()).isEqualTo(NOW + 1_200_000_000);
        assertThat(window.slotStartEpochNanos()).isEqualTo(window.startEpochNanos());
    }

    @Test
    void aStepOfTheWallClockMovesTheBorders() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        start();
        round();
        clock.stepWallClock(Duration.ofHours(-3).plusMillis(500));

        clock.advance(Duration.ofMillis(499));
        assertThat(settings.crank()).isZero();
        clock.advance(Duration.ofMillis(1));
        Window window = batch(roundNow(), "memory_usage").window();

        assertThat(window.startEpochNanos())
                .isEqualTo(NOW + 3 * SECOND - Duration.ofHours(3).toNanos());
        assertThat(window.mapping().generation()).isEqualTo(1);
    }

    @Test
    void makesTheMetricsThatAreWantedAlone() throws Exception {
        tree.process(42, TICKS).remove("42/status");
        table.add(42, START, "geth");
        start(config(
                new MetricSelection(List.of("process_io_usage", "process_fd_usage"), List.of("process_io_usage"))));

        assertThat(round()).containsOnlyKeys("process_fd_usage");
        assertThat(settings.counted("reads_vanished")).isZero();
    }

    @Test
    void aProcessWithoutAClientIsUnknown() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "");
        start();

        assertThat(batch(round(), "memory_usage")
                        .require("client_type", TextColumn.class)
                        .get(0))
                .isEqualTo("unknown");
    }

    @Test
    void leavesOutWhatHasEnded() throws Exception {
        tree.process(42, TICKS).process(43, TICKS);
        table.add(42, START, "geth", Map.of(), true).add(43, START, "geth").add(44, START, "geth");
        start();

        assertThat(number(batch(round(), "memory_usage"), "pid", 0)).isEqualTo(43);
        assertThat(settings.counted("reads_vanished")).isOne();
        assertThat(settings.counted("processes_read")).isEqualTo(2);
        assertThat(settings.lastStatus()).isEqualTo("ok");
    }

    @Test
    void anotherProcessWithTheSamePidIsNotRead() throws Exception {
        tree.process(42, TICKS + 500);
        table.add(42, START, "geth");
        start();

        assertThat(round()).isEmpty();
        assertThat(settings.counted("pids_reused")).isOne();
    }

    @Test
    void aPidThatIsReusedLaterIsNoticedToTheTick() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        start();
        assertThat(round()).isNotEmpty();

        tree.process(42, TICKS + 1);
        assertThat(round()).isEmpty();
        assertThat(settings.counted("pids_reused")).isOne();

        table.clear();
        table.add(42, START + 10_000_000, "reth");
        MetricBatch reth = batch(round(), "process_sched_usage");
        assertThat(reth.require("client_type", TextColumn.class).get(0)).isEqualTo("reth");
    }

    @Test
    void startsAreNotComparedAcrossAStepOfTheWallClock() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        clock.stepWallClock(Duration.ofDays(30));
        start();

        assertThat(round()).isNotEmpty();
    }

    @Test
    void anExecGoesOnWithTheCountersOfTheProcess() throws Exception {
        tree.process(42, TICKS).thread(42, 43, 100, 20);
        table.add(42, START, "sh");
        start();
        round();
        tree.remove("42/task/43").thread(42, 42, 10, 1);
        table.clear();
        table.add(42, START, "sh", Map.of(), true).add(42, START, "geth");

        MetricBatch sched = batch(round(), "process_sched_usage");

        assertThat(sched.require("client_type", TextColumn.class).get(0)).isEqualTo("geth");
        assertThat(number(sched, "voluntary_ctxt_switches", 0)).isEqualTo(110);
    }

    @Test
    void aProcessThatIsDownToItsLeaderKeepsWhatItsThreadsHad() throws Exception {
        tree.process(42, TICKS).thread(42, 43, 100, 20);
        table.add(42, START, "geth");
        start();
        round();
        tree.remove("42/task/43").thread(42, 42, 10, 1);
        round();

        MetricBatch sched = batch(round(), "process_sched_usage");

        assertThat(numbers(sched, "threads", "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"))
                .containsExactly(1L, 110L, 21L);
    }

    @Test
    void filesThatAreMissingOrDoNotMakeSenseCostTheirOwnRowsOnly() throws Exception {
        tree.process(42, TICKS).remove("42/io").file(42, "limits", "Limit\n").remove("42/fd");
        table.add(42, START, "geth");
        start();

        assertThat(round()).containsOnlyKeys("memory_usage", "process_sched_usage");
        assertThat(settings.counted("reads_vanished")).isEqualTo(2);
        assertThat(settings.counted("reads_malformed")).isOne();
    }

    @Test
    void aFolderInPlaceOfAFileIsAnotherCause() throws Exception {
        tree.process(42, TICKS).remove("42/io");
        Files.createDirectory(root.resolve("42/io"));
        table.add(42, START, "geth");
        start();

        assertThat(round()).doesNotContainKey("process_io_usage");
        assertThat(settings.counted("reads_failed")).isOne();
    }

    @Test
    void whatIsNotPermittedHasACauseOfItsOwn() {
        assertThat(ReadFailures.Cause.of(Libc.EACCES)).isEqualTo(ReadFailures.Cause.DENIED);
        assertThat(ReadFailures.Cause.of(Libc.EPERM)).isEqualTo(ReadFailures.Cause.DENIED);
    }

    @Test
    void limitsAloneMakeARowAndSoDoFilesAlone() throws Exception {
        tree.process(42, TICKS).remove("42/fd");
        tree.process(43, TICKS).remove("43/limits");
        table.add(42, START, "geth").add(43, START, "geth");
        start();

        MetricBatch files = batch(round(), "process_fd_usage");

        assertThat(files.size()).isEqualTo(2);
        for (int row = 0; row < 2; row++) {
            boolean withLimits = number(files, "pid", row) == 42;
            assertThat(number(files, "open_fds", row)).isEqualTo(withLimits ? 0 : 3);
            assertThat(number(files, "fd_limit_soft", row)).isEqualTo(withLimits ? 1_024 : 0);
        }
    }

    @Test
    void aProcessWithoutMemoryHasNoRowOfIt() throws Exception {
        tree.process(42, TICKS).file(42, "status", "Name:\tgeth\nState:\tZ (zombie)\nThreads:\t1\n");
        table.add(42, START, "geth");
        start();

        assertThat(round()).doesNotContainKey("memory_usage").containsKey("process_sched_usage");
    }

    @Test
    void aProcessThatHasReadNothingYetHasARowThatSaysSo() throws Exception {
        tree.process(42, TICKS)
                .file(42, "io", "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: 0\n");
        table.add(42, START, "geth");
        start();

        assertThat(number(batch(round(), "process_io_usage"), "rchar_bytes", 0)).isZero();
    }

    @Test
    void manyFilesAreCountedUpToALimit() throws Exception {
        tree.process(42, TICKS);
        for (int fd = 3; fd < 40; fd++) {
            tree.file(42, "fd/" + fd, "");
        }
        table.add(42, START, "geth");
        start();

        assertThat(number(batch(round(), "process_fd_usage"), "open_fds", 0)).isEqualTo(16);
        assertThat(settings.counted("fd_counts_cut")).isOne();
    }

    @Test
    void roundsThatCouldNotBeginInTimeAreCounted() throws Exception {
        start();
        round();
        clock.advance(Duration.ofSeconds(4));
        round();

        assertThat(settings.counted("rounds")).isEqualTo(2);
        assertThat(settings.counted("rounds_skipped")).isEqualTo(4);
    }

    @Test
    void withoutATableThereIsNothingToRead() throws Exception {
        TestSettings alone = new TestSettings("process_snapshots", clock);
        try (ProcessSnapshots receiver =
                new ProcessSnapshots(alone, config(MetricSelection.EVERYTHING), collected, root)) {
            receiver.start();
            clock.advance(Duration.ofSeconds(1));
            clock.advance(Duration.ofSeconds(1));
            alone.crank();
            assertThat(collected.batches()).isEmpty();
        }
    }

    @Test
    void closesBetweenTheBeginningOfARoundAndItsFirstProcess() throws Exception {
        tree.process(42, TICKS);
        table.add(42, START, "geth");
        ProcessSnapshots receiver = start();
        clock.advance(Duration.ofSeconds(1));
        settings.crank();

        receiver.close();

        assertThat(collected.batches()).isEmpty();
        assertThat(settings.crank()).isZero();
    }

    @Test
    void doesNotStartWithoutProcfs() {
        ProcessSnapshots receiver =
                new ProcessSnapshots(settings, config(MetricSelection.EVERYTHING), collected, root.resolve("none"));

        assertThatThrownBy(receiver::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("Mount procfs");
    }

    @Test
    void keepsToTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ProcessSnapshots(
                new TestSettings("process_snapshots", clock), config(MetricSelection.EVERYTHING), collected, root));
    }
}
