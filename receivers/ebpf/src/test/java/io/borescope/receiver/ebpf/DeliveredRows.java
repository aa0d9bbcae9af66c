package io.borescope.receiver.ebpf;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.WindowBorders;
import io.borescope.processor.aggregate.AggregateConfig;
import io.borescope.processor.aggregate.AggregateFactory;
import io.borescope.processor.slotwindow.SlotWindowConfig;
import io.borescope.processor.slotwindow.SlotWindowFactory;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.OneOutput;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A receiver's events made into rows, as a pipeline does it. Fed by one thread, read after its end. */
final class DeliveredRows implements BatchConsumer<EventBatch> {
    /** What a metric says of a process. */
    record Figures(long count, long sum, long min, long max, long bucketed) {
        static final Figures NONE = new Figures(0, 0, 0, 0, 0);

        Figures plus(Figures other) {
            return new Figures(
                    count + other.count,
                    sum + other.sum,
                    Math.min(min, other.min),
                    Math.max(max, other.max),
                    bucketed + other.bucketed);
        }
    }

    private final Duration interval;
    private final HandClock clock;
    private final TestSettings windowSettings;
    private final TestSettings aggregateSettings;
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final Processor<?> aggregate;
    private final Processor<EventBatch> slotWindow;
    private final Map<EventType, Long> events = new HashMap<>();
    private long seen;
    private long partials;
    private long stepAt = Long.MAX_VALUE;

    /**
     * @param interval of the windows
     * @param borders is told where windows begin
     * @param mapping of the kernel's time to wall time
     */
    @SuppressWarnings("unchecked") // the factories' only paths take these
    DeliveredRows(Duration interval, WindowBorders borders, ClockMapping mapping) throws Exception {
        this.interval = interval;
        long now = System.nanoTime();
        clock = new HandClock(now, mapping.toEpochNanos(now));
        windowSettings = new TestSettings("slot_window", clock).path(Signal.EVENTS, Signal.WINDOWED_EVENTS);
        aggregateSettings = new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
        windowSettings.services().publish(WindowBorders.class, borders);
        Processor<WindowedEvents> made = (Processor<WindowedEvents>) new AggregateFactory()
                .create(aggregateSettings, new AggregateConfig(1000, MetricSelection.EVERYTHING), out);
        aggregate = made;
        slotWindow = (Processor<EventBatch>) new SlotWindowFactory()
                .create(
                        windowSettings,
                        new SlotWindowConfig(interval, null, Duration.ofMillis(500), Duration.ofSeconds(30), 256),
                        new OneOutput<>(Signal.WINDOWED_EVENTS, made));
        aggregate.start();
        slotWindow.start();
    }

    @Override
    public void consume(EventBatch batch) {
        clock.moveTo(System.nanoTime());
        if (seen >= stepAt) {
            stepAt = Long.MAX_VALUE;
            clock.stepWallClock(Duration.ofMillis(-230));
        }
        for (int i = 0; i < batch.size(); i++) {
            EventType type = EventType.of(batch.type(i));
            if (type != null) {
                events.merge(type, batch.events(i), Long::sum);
            }
        }
        seen += batch.eventCount();
        partials += batch.partials() ? batch.size() : 0;
        slotWindow.consume(batch);
    }

    /** The wall clock is stepped back once so many events have come. Before the first of them. */
    void stepClockAt(long events) {
        stepAt = events;
    }

    long clockSteps() {
        return windowSettings.counted("clock_steps");
    }

    /** Reports the last windows. */
    void close() throws Exception {
        slotWindow.close();
        aggregate.close();
    }

    /** Events that the receiver handed on, by type. */
    Map<EventType, Long> events() {
        return Map.copyOf(events);
    }

    long partials() {
        return partials;
    }

    /** Events that have come in and are neither in a row nor counted as left out. */
    long unaccounted() {
        return seen - out.eventCount() - windowSettings.lost() - aggregateSettings.lost();
    }

    long late() {
        return windowSettings.lost();
    }

    long lateSpanNanos() {
        return windowSettings.counted("late_span");
    }

    /** Sums of a metric by window, which is named by the interval that it lies in, of all processes. */
    Map<Long, Long> sumsByWindow(String metric) {
        Map<Long, Long> sums = new TreeMap<>();
        for (MetricBatch batch : out.batches()) {
            if (batch.descriptor().name().equals(metric)) {
                LongColumn column = batch.require("sum", LongColumn.class);
                for (int row = 0; row < batch.size(); row++) {
                    sums.merge((batch.window().endEpochNanos() - 1) / interval.toNanos(), column.get(row), Long::sum);
                }
            }
        }
        return sums;
    }

    /** Values of a metric in all windows, of all processes. */
    long counted(String metric) {
        return out.batches().stream()
                .filter(batch -> batch.descriptor().name().equals(metric))
                .map(batch -> batch.require("count", LongColumn.class))
                .flatMapToLong(counts -> IntStream.range(0, counts.size()).mapToLong(counts::get))
                .sum();
    }

    /** Of all windows: by metric, process and dimensions. */
    Map<String, Figures> figures() {
        Map<String, Figures> figures = new TreeMap<>();
        for (MetricBatch batch : out.batches()) {
            if (has(batch, "count") && has(batch, "pid")) {
                for (int row = 0; row < batch.size(); row++) {
                    figures.merge(name(batch, row), figures(batch, row), Figures::plus);
                }
            }
        }
        return figures;
    }

    private static boolean has(MetricBatch batch, String column) {
        return batch.find(column, Column.class).isPresent();
    }

    private static String name(MetricBatch batch, int row) {
        StringBuilder name = new StringBuilder(batch.descriptor().name());
        name.append(" of ").append(batch.require("pid", LongColumn.class).get(row));
        for (String dimension : new String[] {"client_type", "direction", "transport", "port_label"}) {
            if (has(batch, dimension)) {
                name.append(' ')
                        .append(batch.require(dimension, TextColumn.class).get(row));
            }
        }
        return name.toString();
    }

    private static Figures figures(MetricBatch batch, int row) {
        boolean hasRange = has(batch, "min");
        return new Figures(
                batch.require("count", LongColumn.class).get(row),
                batch.require("sum", LongColumn.class).get(row),
                hasRange ? batch.require("min", LongColumn.class).get(row) : 0,
                hasRange ? batch.require("max", LongColumn.class).get(row) : 0,
                has(batch, "histogram") ? bucketed(batch.require("histogram", LongListColumn.class), row) : 0);
    }

    private static long bucketed(LongListColumn histograms, int row) {
        return IntStream.range(0, histograms.width())
                .mapToLong(bucket -> histograms.get(row, bucket))
                .sum();
    }
}
