package io.borescope.benchmarks;

import io.borescope.api.Signal;
import io.borescope.api.component.Receiver;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.receiver.processsnapshots.ProcessSnapshotsConfig;
import io.borescope.receiver.processsnapshots.ProcessSnapshotsFactory;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole rounds over real processes; an operation is one process. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProcessSnapshotsBenchmark {
    private static final int PROCESSES = 64;
    private static final int THREADS = 200;

    /** What is read. */
    @Param({"all", "memory_usage", "process_io_usage", "process_fd_usage", "process_sched_usage"})
    public String metrics = "all";

    private final List<Process> sleepers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Rounds sleeping;
    private Rounds crowded;

    /** Starts processes of one thread, and threads of this one. */
    @Setup
    public void prepare() throws Exception {
        List<Integer> pids = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            Process sleeper = new ProcessBuilder("sleep", "3600").start();
            sleepers.add(sleeper);
            pids.add(Math.toIntExact(sleeper.pid()));
        }
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().start(LockSupport::park));
        }
        sleeping = new Rounds(pids, metrics);
        crowded = new Rounds(List.of(Math.toIntExact(ProcessHandle.current().pid())), metrics);
    }

    /** Ends them. */
    @TearDown
    public void end() {
        sleeping.receiver.close();
        crowded.receiver.close();
        sleepers.forEach(Process::destroyForcibly);
        threads.forEach(LockSupport::unpark);
    }

    /** Processes of one thread. */
    @Benchmark
    @OperationsPerInvocation(PROCESSES)
    public List<MetricBatch> ofOneThread() throws Exception {
        return sleeping.next();
    }

    /** This process, which has 200 threads that rest and those of a virtual machine. */
    @Benchmark
    public List<MetricBatch> ofManyThreads() throws Exception {
        return crowded.next();
    }

    /** A receiver and the crank that turns it. */
    private static final class Rounds {
        private final HandClock clock = new HandClock(1_000_000_000, 0);
        private final TestSettings settings = new TestSettings("process_snapshots", clock);
        private final Collected<MetricBatch> collected = new Collected<>(Signal.METRICS);
        private final Receiver receiver;

        Rounds(List<Integer> pids, String metrics) throws Exception {
            List<String> include = metrics.equals("all") ? List.of() : List.of(metrics);
            ProcessSnapshotsConfig config = new ProcessSnapshotsConfig(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), 16_384, new MetricSelection(include, List.of()));
            settings.services().publish(ProcessTable.class, new Table(pids));
            receiver = new ProcessSnapshotsFactory().create(settings, config, collected);
            receiver.start();
        }

        List<MetricBatch> next() throws Exception {
            clock.advance(Duration.ofSeconds(1));
            while (settings.crank() > 0) {
                // until the round is over
            }
            return collected.take();
        }
    }

    /** Knows pids and nothing else. */
    private record Table(List<ProcessRecord> all) implements ProcessTable {
        Table(Collection<Integer> pids) {
            this(pids.stream()
                    .map(pid -> new ProcessRecord(pid, pid, 0, 1, "x", "", List.of(), "", "x", Map.of(), false))
                    .toList());
        }

        @Override
        public Optional<ProcessRecord> find(int process) {
            return all.stream().filter(record -> record.process() == process).findFirst();
        }
    }
}
