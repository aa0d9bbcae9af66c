package io.borescope.benchmarks;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.SyscallEvent;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** What to compare the others with, in the same run: reading alone, and the usual design with a map of objects. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BaselineBenchmark {
    /** Different processes in the batch. */
    @Param({"1", "16", "256", "4096"})
    public int processes;

    private EventBatch batch;
    private Map<Key, Figures> rows;

    private record Key(int type, int process) {}

    private static final class Figures {
        private final LongSummaryStatistics statistics = new LongSummaryStatistics();
        private final long[] buckets = new long[10];
    }

    /** Makes the batch. */
    @Setup
    public void prepare() {
        batch = RandomEvents.of(processes);
        rows = new HashMap<>();
    }

    /** Reads what the aggregate processor reads of each event. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public long read() {
        long sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            sum += batch.timestampNanos(i)
                    + batch.type(i)
                    + batch.process(i)
                    + batch.pid(i)
                    + batch.u64(i, SyscallEvent.LATENCY_NANOS);
        }
        return sum;
    }

    /** Adds to objects in a map. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public void hashMap() {
        for (int i = 0; i < batch.size(); i++) {
            Figures figures = rows.computeIfAbsent(new Key(batch.type(i), batch.process(i)), _ -> new Figures());
            long latency = batch.u64(i, SyscallEvent.LATENCY_NANOS);
            figures.statistics.accept(latency);
            figures.buckets[Math.clamp((long) Math.log10((double) Math.max(1, latency)) - 2, 0, 9)]++;
        }
    }
}
