package io.borescope.processor.slotwindow;

import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.Window;
import io.borescope.api.time.WindowBorders;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.OwnershipContract;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@code slot_window} processor on a bench. Monotonic time is wall time minus {@link #OFFSET_NANOS}, a whole number of hours, so that
 * borders of seconds are the same on both. The clock stands at one hour.
 */
final class SlotWindowHarness implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;
    static final long OFFSET_NANOS = 450_000L * 3600 * SECOND;

    /** A border of whole seconds, on the monotonic clock; the first event of most tests is near it. */
    static final long T0 = 3600 * SECOND;

    final HandClock clock = new HandClock(T0, T0 + OFFSET_NANOS);
    final TestSettings settings = new TestSettings("slot_window", clock).path(Signal.EVENTS, Signal.WINDOWED_EVENTS);
    final Collected<WindowedEvents> out = new Collected<>(Signal.WINDOWED_EVENTS);
    final EventRecords records = new EventRecords(1 << 20);
    final WindowBorders borders = new WindowBorders();
    private final SlotWindow processor;
    private long sent;

    SlotWindowHarness(SlotWindowConfig config) {
        settings.services().publish(WindowBorders.class, borders);
        processor = new SlotWindow(settings, config, out);
        processor.start();
    }

    /** A processor with one-second windows and this much grace. */
    static SlotWindowHarness withGrace(Duration grace) {
        return new SlotWindowHarness(config(Duration.ofSeconds(1), grace, null));
    }

    static SlotWindowConfig config(Duration interval, Duration grace, @Nullable SlotConfig slot) {
        return new SlotWindowConfig(interval, slot, grace, Duration.ofSeconds(5), 256);
    }

    /** Sends read events at these monotonic times; the clock follows the watermark. */
    void send(long watermark, long... times) {
        for (long time : times) {
            records.syscall(EventType.SYSCALL_READ, 1, 100, time, 5, 0);
        }
        flush(watermark);
    }

    /** Sends what has been written to {@link #records}. */
    void flush(long watermark) {
        if (watermark > clock.monotonicNanos()) {
            clock.moveTo(watermark);
        }
        EventBatch batch = records.batch(watermark);
        sent += batch.size();
        OwnershipContract.lend(batch, processor);
    }

    void consume(EventBatch batch) {
        sent += batch.size();
        OwnershipContract.lend(batch, processor);
    }

    long sent() {
        return sent;
    }

    /** Closed windows, in the order in which they were closed. */
    List<Window> closed() {
        return out.batches().stream()
                .filter(WindowedEvents::closing)
                .map(WindowedEvents::window)
                .toList();
    }

    /** Monotonic start and end of the closed windows, relative to {@link #T0}, in milliseconds: {@code 0-1000}. */
    List<String> closedMillis() {
        return closed().stream()
                .map(window -> millis(window.startMonotonicNanos()) + "-" + millis(window.endMonotonicNanos()))
                .toList();
    }

    private static String millis(long monotonic) {
        long nanos = monotonic - T0;
        return nanos % MILLI == 0 ? Long.toString(nanos / MILLI) : nanos + "ns";
    }

    /** Times of the events that end in each window, by the window's monotonic start in its closing batch. */
    SortedMap<Long, List<Long>> timesByWindow() {
        SortedMap<Long, List<Long>> times = new TreeMap<>();
        for (Window window : closed()) {
            List<Long> inWindow = new ArrayList<>();
            for (WindowedEvents batch : batchesOf(window)) {
                for (int i = 0; i < batch.size(); i++) {
                    if (window.contains(batch.events().timestampNanos(i))) {
                        inWindow.add(batch.events().timestampNanos(i));
                    }
                }
            }
            inWindow.sort(null);
            times.put(window.startMonotonicNanos(), inWindow);
        }
        return times;
    }

    List<WindowedEvents> batchesOf(Window window) {
        return out.batches().stream()
                .filter(batch -> batch.window().sequence() == window.sequence())
                .toList();
    }

    long answered() {
        return out.eventCount();
    }

    @Override
    public void close() {
        processor.close();
    }
}
