package io.borescope.benchmarks;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import io.borescope.processor.slotwindow.SlotWindowConfig;
import io.borescope.processor.slotwindow.SlotWindowFactory;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.Optional;
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

/** {@code slot_window} and {@code aggregate} in a row, all events in one window; an operation is an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowedChainBenchmark {
    /** Different processes in the batch. */
    @Param({"1", "16", "256", "4096"})
    public int processes;

    private Processor<EventBatch> slotWindow;
    private EventBatch batch;

    /** Makes the batch and both processors. */
    @Setup
    @SuppressWarnings("unchecked") // the factory's only path takes events
    public void prepare() {
        batch = RandomEvents.of(processes);
        HandClock clock = new HandClock(RandomEvents.START_NANOS, RandomEvents.START_NANOS);
        Processor<WindowedEvents> aggregate = AggregateBenchmark.aggregate(clock, new Collected<>(Signal.METRICS));
        SlotWindowConfig config =
                new SlotWindowConfig(Duration.ofSeconds(1), null, Duration.ofMillis(500), Duration.ofSeconds(5), 256);
        slotWindow = (Processor<EventBatch>)
                new SlotWindowFactory().create(new TestSettings("slot_window", clock), config, new To(aggregate));
    }

    /** All events of the batch. */
    @Benchmark
    @OperationsPerInvocation(RandomEvents.COUNT)
    public void windowAndFold() {
        slotWindow.consume(batch);
    }

    /** Hands windowed events to one consumer. */
    private record To(BatchConsumer<WindowedEvents> next) implements Outputs {
        @Override
        @SuppressWarnings("unchecked") // asked for the one signal only
        public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal) {
            return signal.equals(Signal.WINDOWED_EVENTS) ? Optional.of((BatchConsumer<B>) next) : Optional.empty();
        }
    }
}
