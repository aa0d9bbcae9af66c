package io.borescope.benchmarks;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.AggregateConfig;
import io.borescope.processor.aggregate.AggregateFactory;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.util.List;
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

/** Folds one batch into one open window; an operation is an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AggregateBenchmark {
    /** Different processes in the batch. */
    @Param({"1", "16", "256", "4096"})
    public int processes;

    private Processor<WindowedEvents> aggregate;
    private WindowedEvents batch;
    private WindowedEvents inputAndOutputBatch;

    /** Makes the batch and the processor. */
    @Setup
    public void prepare() {
        EventBatch events = RandomEvents.of(processes);
        HandClock clock = new HandClock(RandomEvents.START_NANOS, RandomEvents.START_NANOS);
        Window window = new Window(1, clock.mapping(), RandomEvents.START_NANOS, 2 * RandomEvents.START_NANOS, 0, 0, 0);
        aggregate = aggregate(clock, new Collected<>(Signal.METRICS));
        batch = new WindowedEvents(window, events, events.size(), false);
        EventBatch inputAndOutput = RandomEvents.inputAndOutput(processes);
        inputAndOutputBatch = new WindowedEvents(window, inputAndOutput, inputAndOutput.size(), false);
    }

    @SuppressWarnings("unchecked") // the factory's only path takes windowed events
    static Processor<WindowedEvents> aggregate(HandClock clock, Outputs outputs) {
        AggregateConfig config = new AggregateConfig(10_000, new MetricSelection(List.of(), List.of()));
        TestSettings settings = new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
        return (Processor<WindowedEvents>) new AggregateFactory().create(settings, config, outputs);
    }

    /** All events of the batch. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public void fold() {
        aggregate.consume(batch);
    }

    /** Disk and network events, which feed several metrics by several attributes. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public void foldInputAndOutput() {
        aggregate.consume(inputAndOutputBatch);
    }
}
