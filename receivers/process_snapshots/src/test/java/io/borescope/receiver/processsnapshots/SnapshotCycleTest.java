package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Rounds with more processes than there is time for: the clock moves by a millisecond whenever somebody looks. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "procfs is read with Linux's own calls")
final class SnapshotCycleTest {
    private static final int PROCESSES = 50;

    @TempDir
    Path root;

    private final HandClock hand = new HandClock(0, 1_767_607_200_000_000_000L);
    private final TestSettings settings = new TestSettings("process_snapshots", hand);
    private final Collected<MetricBatch> collected = new Collected<>(Signal.METRICS);
    private final EngineClock clock = new EngineClock() {
        @Override
        public long monotonicNanos() {
            hand.advance(Duration.ofMillis(1));
            return hand.monotonicNanos();
        }

        @Override
        public ClockMapping mapping() {
            return hand.mapping();
        }
    };

    private SnapshotCycle cycle(ProcReader proc, Table table) {
        ProcessSnapshotsConfig config = new ProcessSnapshotsConfig(
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                1,
                new MetricSelection(List.of("memory_usage"), List.of()));
        ProcessFigures figures = new ProcessFigures(
                proc,
                new ReadFailures(settings.id(), settings.meter()),
                settings.meter(),
                SnapshotMetric.selectedBy(config.metrics()),
                1);
        SnapshotCycle cycle = new SnapshotCycle(settings, clock, config, figures, collected);
        cycle.use(table);
        return cycle;
    }

    private List<Long> roundOf(SnapshotCycle cycle) {
        while (cycle.doWork() == 0) {
            // each look lets a millisecond pass
        }
        while (cycle.doWork() > 0) {
            // until the round is over
        }
        return pids();
    }

    private List<Long> pids() {
        return collected.take().stream()
                .map(batch -> batch.require("pid", LongColumn.class))
                .flatMap(pids -> IntStream.range(0, pids.size()).mapToObj(pids::get))
                .toList();
    }

    private Table crowd() throws Exception {
        ProcTree tree = new ProcTree(root);
        Table table = new Table();
        for (int pid = 1; pid <= PROCESSES; pid++) {
            tree.process(pid, 5);
            table.add(pid, 0, "geth");
        }
        return table;
    }

    @Test
    void whoIsLeftOverComesFirstInTheNextRound() throws Exception {
        Table table = crowd();
        try (ProcReader proc = new ProcReader(root)) {
            SnapshotCycle cycle = cycle(proc, table);

            List<Long> first = roundOf(cycle);
            List<Long> second = roundOf(cycle);
            List<Long> third = roundOf(cycle);

            assertThat(first).hasSizeBetween(10, 25);
            assertThat(second).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
            assertThat(third).hasSameSizeAs(first).doesNotContainAnyElementsOf(second);
            assertThat(settings.counted("processes_deferred")).isEqualTo(3L * (PROCESSES - first.size()));
            assertThat(settings.counted("processes_read")).isEqualTo(3L * first.size());
        }
    }

    @Test
    void aSliceIsShortHoweverManyProcessesThereAre() throws Exception {
        Table table = crowd();
        try (ProcReader proc = new ProcReader(root)) {
            SnapshotCycle cycle = cycle(proc, table);
            while (cycle.doWork() == 0) {
                // until a round begins
            }
            cycle.doWork();
            assertThat(settings.counted("processes_read")).isBetween(1L, 6L);
        }
    }

    @Test
    void aRoundThatIsInterruptedHandsOnWhatItHasRead() throws Exception {
        Table table = crowd();
        try (ProcReader proc = new ProcReader(root)) {
            SnapshotCycle cycle = cycle(proc, table);
            while (cycle.doWork() == 0) {
                // until a round begins
            }
            cycle.doWork();
            cycle.finish();
            assertThat(pids()).hasSize((int) settings.counted("processes_read"));
            cycle.finish();
            assertThat(pids()).isEmpty();
        }
    }
}
