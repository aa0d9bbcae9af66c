package io.borescope.benchmarks;

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

/**
 * From ring bytes to metrics, as a configuration stages it; an operation is an event. {@link #window} has a million events and the making
 * of their metrics; {@link #events} has none of that, so that what it allocates is what events allocate.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChainBenchmark {
    /** How often the ring is read for one window. */
    static final int PASSES = 16;

    /** Events of a window. */
    static final int WINDOW = PASSES * RandomEvents.COUNT;

    /** Different processes in the ring. */
    @Param({"1", "16", "256", "4096"})
    public int processes;

    private Chain chain;

    /** Fills the ring and puts the processors in a row. */
    @Setup
    public void prepare() {
        chain = new Chain(processes);
    }

    /** The events alone. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public long events() {
        return chain.fold();
    }

    /** A whole window. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public long window() {
        for (int pass = 0; pass < PASSES; pass++) {
            chain.fold();
        }
        return chain.closeWindow();
    }
}
