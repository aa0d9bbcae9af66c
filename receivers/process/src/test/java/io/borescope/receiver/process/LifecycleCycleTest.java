package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.process.ProcessRecord;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.MemoryRing;
import io.borescope.bpf.RingReader;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifecycleCycleTest {
    private static final int FORK = EventType.PROCESS_FORK.id();
    private static final long START = 1_000_000_000;
    private static final Duration SCAN_INTERVAL = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock(START, START);
    private final HandKernel kernel = new HandKernel();
    private final MemoryRing ring = new MemoryRing(1 << 20);
    private final long[] lost = new long[EventRings.EVENT_TYPES];
    private boolean exitsWithheld;
    private final AtomicLong ringFull = new AtomicLong();
    private final Collected<EventBatch> collected = new Collected<>(Signal.EVENTS);
    private final TrackedProcesses table =
            new TrackedProcesses(10_000, Duration.ofSeconds(60).toNanos());

    @TempDir
    Path root;

    private LifecycleCycle cycle = cycle(new ProcTree(Path.of(".")));
    private ProcTree tree = new ProcTree(Path.of("."));

    @BeforeEach
    void proc() {
        tree = new ProcTree(root);
        tree.process(50, 1, "geth", 500, "/usr/bin/geth", "geth");
        cycle = cycle(tree);
    }

    private LifecycleCycle cycle(ProcTree processes) {
        ProcessFollower follower = new ProcessFollower(
                kernel,
                processes.files(),
                ProcessClasses.shipped(),
                new Selection(List.of(new Rule().name("geth").build()), List.of(), 7, aborted -> {}),
                table,
                new StartTimes(clock, clock::monotonicNanos),
                refused -> {});
        return new LifecycleCycle(
                new RingInMemory(),
                follower,
                new ProcScan(processes.files(), table, follower),
                table,
                clock,
                SCAN_INTERVAL.toNanos(),
                ringFull::addAndGet,
                collected);
    }

    @Test
    void promisesTheTimeBeforeADrainThatEmptiedTheRing() throws Exception {
        append(EventType.PROCESS_EXIT, 5, 60, START - 7);
        cycle.doWork();

        assertThat(collected.batches()).singleElement().satisfies(batch -> {
            assertThat(batch.size()).isEqualTo(1);
            assertThat(batch.watermarkNanos()).isEqualTo(START);
        });
    }

    @Test
    void promisesNoMoreThanItsLastRecordWhileTheRingHoldsOthers() throws Exception {
        for (int i = 1; i <= 300; i++) {
            append(EventType.PROCESS_EXIT, i, 60, START - 1_000 + i);
        }
        cycle.doWork();
        cycle.doWork();

        assertThat(collected.batches()).extracting(EventBatch::size).containsExactly(256, 44);
        assertThat(collected.batches())
                .extracting(EventBatch::watermarkNanos)
                .containsExactly(START - 1_000 + 256, START);
    }

    @Test
    void advancesWhileNothingHappens() throws Exception {
        cycle.doWork();
        clock.advance(Duration.ofMillis(5));
        cycle.doWork();
        clock.advance(Duration.ofMillis(5));
        cycle.doWork();

        assertThat(collected.batches()).extracting(EventBatch::size).containsExactly(0, 0);
        assertThat(collected.batches())
                .extracting(EventBatch::watermarkNanos)
                .containsExactly(START, START + 10_000_000);
    }

    @Test
    void handsOnTrackedProcessesOnlyAndKnowsThemBefore() throws Exception {
        append(EventType.PROCESS_EXEC, 0, 50, START - 3);
        append(EventType.PROCESS_FORK, 9, 70, START - 2);
        append(EventType.PROCESS_EXEC, 0, 51, START - 1);
        cycle.doWork();

        assertThat(collected.batches()).singleElement().satisfies(batch -> {
            assertThat(batch.size()).isEqualTo(1);
            assertThat(batch.type(0)).isEqualTo(FORK);
        });
        assertThat(table.all()).extracting(ProcessRecord::pid).containsExactlyInAnyOrder(50, 70);
    }

    @Test
    void keepsExitsToItselfWherePipelinesDoNotWantThem() throws Exception {
        append(EventType.PROCESS_FORK, 9, 70, START - 2);
        cycle.doWork();
        exitsWithheld = true;
        append(EventType.PROCESS_FORK, 10, 71, START - 1);
        append(EventType.PROCESS_EXIT, 9, 70, START - 1);
        cycle.doWork();

        assertThat(collected.batches()).extracting(EventBatch::size).containsExactly(1, 1);
        assertThat(collected.batches()).last().returns(FORK, batch -> batch.type(0));
        assertThat(table.find(9)).map(ProcessRecord::exited).contains(true);
    }

    @Test
    void countsLossAndScansAtOnce() throws Exception {
        lost[FORK] = 3;
        cycle.doWork();

        assertThat(ringFull).hasValue(3);
        assertThat(collected.batches()).singleElement().returns(3L, batch -> batch.lost(FORK));
        assertThat(table.all()).extracting(ProcessRecord::pid).containsExactly(50);
        clock.advance(Duration.ofMillis(10));
        cycle.doWork();
        assertThat(collected.batches()).last().returns(0L, EventBatch::lost);
    }

    @Test
    void scansWhenTheIntervalIsOver() throws Exception {
        cycle.doWork();
        assertThat(table.all()).isEmpty();

        clock.advance(SCAN_INTERVAL);
        while (cycle.doWork() > 0) {
            // a slice after the other
        }
        assertThat(table.all()).extracting(ProcessRecord::pid).containsExactly(50);
    }

    private void append(EventType type, int process, int pid, long timestampNanos) {
        EventBatch batch = new EventRecords(256)
                .process(type, process, pid, timestampNanos, 0, pid == 50 ? "geth" : "other", "/x")
                .batch(0);
        byte[] record = batch.segment().toArray(ValueLayout.JAVA_BYTE);
        byte[] payload = Arrays.copyOf(record, ProcessEvent.BYTES);
        MemorySegment.ofArray(payload)
                .set(ValueLayout.JAVA_LONG_UNALIGNED, ProcessEvent.START_BOOTTIME_NANOS, 5_000_000_000L);
        assertThat(ring.append(payload)).isTrue();
    }

    private final class RingInMemory implements LifecycleSource {
        private final RingReader reader = ring.reader();

        @Override
        public RingReader ring() {
            return reader;
        }

        @Override
        public void lost(long[] byType) {
            System.arraycopy(lost, 0, byType, 0, lost.length);
        }

        @Override
        public boolean exitsWithheld() {
            return exitsWithheld;
        }

        @Override
        public void await(int timeoutMillis) {}

        @Override
        public void wakeUp() {}
    }
}
