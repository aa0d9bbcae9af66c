package io.borescope.benchmarks;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.MetricBatch;
import io.borescope.bpf.MemoryRing;
import io.borescope.bpf.RingReader;
import io.borescope.processor.clienttag.ClientTagConfig;
import io.borescope.processor.clienttag.ClientTagConfig.Fallback;
import io.borescope.processor.clienttag.ClientTagFactory;
import io.borescope.processor.slotwindow.SlotWindowConfig;
import io.borescope.processor.slotwindow.SlotWindowFactory;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * From the bytes of a ring to the metrics of a window: the processors that a configuration with {@code [client_tag, slot_window,
 * aggregate]} has, in that order, fed in batches of 512 as the ebpf receiver feeds them. What comes out is counted and thrown away.
 */
final class Chain {
    private static final int BATCH = 512;

    private final MemoryRing ring = new MemoryRing(1 << 22);
    private final HandClock clock = new HandClock(RandomEvents.START_NANOS, RandomEvents.START_NANOS);
    private final EventBatch batch = new EventBatch(BATCH);
    private final Processor<WindowedEvents> aggregate;
    private Processor<EventBatch> slotWindow;
    private Processor<EventBatch> clientTag;
    private long bytes;
    private long answered;

    Chain(int processes) {
        EventBatch events = RandomEvents.of(processes);
        for (int i = 0; i < events.size(); i++) {
            long at = ring.reserve(SyscallEvent.BYTES);
            MemorySegment.copy(events.segment(), events.offset(i), ring.data(), at, SyscallEvent.BYTES);
            ring.commit(at);
            bytes = at + SyscallEvent.BYTES;
        }
        aggregate = AggregateBenchmark.aggregate(
                clock, to(Signal.METRICS, (MetricBatch metrics) -> answered += metrics.eventCount()));
        slotWindow = newSlotWindow();
        clientTag = newClientTag();
    }

    /** The ring's records, from the start of this memory on. */
    MemorySegment data() {
        return ring.data();
    }

    /** Where the records end. */
    long bytes() {
        return bytes;
    }

    /** Reads the whole ring and folds it into the open window. Returns the events. */
    long fold() {
        RingReader reader = ring.reader();
        long read = 0;
        while (true) {
            int count = reader.read(batch.offsets(), BATCH);
            if (count == 0) {
                return read;
            }
            clientTag.consume(batch.fill(reader.data(), count, RandomEvents.START_NANOS));
            read += count;
        }
    }

    /** Closes the window, which goes out as metrics, and begins another one. Returns the events that its metrics answer for. */
    long closeWindow() {
        answered = 0;
        slotWindow.close();
        slotWindow = newSlotWindow();
        clientTag = newClientTag();
        return answered;
    }

    @SuppressWarnings("unchecked") // the factory's only path takes events
    private Processor<EventBatch> newSlotWindow() {
        SlotWindowConfig config =
                new SlotWindowConfig(Duration.ofSeconds(1), null, Duration.ofMillis(500), Duration.ofSeconds(5), 256);
        return (Processor<EventBatch>) new SlotWindowFactory()
                .create(new TestSettings("slot_window", clock), config, to(Signal.WINDOWED_EVENTS, aggregate));
    }

    @SuppressWarnings("unchecked") // the factory's only path takes events
    private Processor<EventBatch> newClientTag() {
        return (Processor<EventBatch>) new ClientTagFactory()
                .create(
                        new TestSettings("client_tag", clock),
                        new ClientTagConfig(Fallback.NAME, List.of()),
                        to(Signal.EVENTS, slotWindow));
    }

    /** Outputs with one consumer. */
    static <T extends Batch> Outputs to(Signal<T> signal, BatchConsumer<T> next) {
        return new Outputs() {
            @Override
            @SuppressWarnings("unchecked") // the same signal has the same batches
            public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> wanted) {
                return wanted.equals(signal) ? Optional.of((BatchConsumer<B>) next) : Optional.empty();
            }
        };
    }
}
