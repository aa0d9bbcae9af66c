package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.processor.slotwindow.SlotWindowConfig;
import io.borescope.processor.slotwindow.SlotWindowFactory;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.OneOutput;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two processors in a row, as pipelines have them. */
class WindowedChainTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 3_600_000 * MILLI;

    private final HandClock clock = new HandClock(START, 1000 * START);
    private final TestSettings windowSettings =
            new TestSettings("slot_window", clock).path(Signal.EVENTS, Signal.WINDOWED_EVENTS);
    private final TestSettings aggregateSettings =
            new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 20);
    private final Processor<WindowedEvents> aggregate =
            new Aggregate(aggregateSettings, new AggregateConfig(1000, MetricSelection.EVERYTHING), out);
    private final Processor<EventBatch> slotWindow = slotWindow();

    @SuppressWarnings("unchecked") // the factory's only path takes events
    private Processor<EventBatch> slotWindow() {
        SlotWindowConfig config =
                new SlotWindowConfig(Duration.ofMillis(100), null, Duration.ofMillis(200), Duration.ofSeconds(5), 64);
        return (Processor<EventBatch>) new SlotWindowFactory()
                .create(windowSettings, config, new OneOutput<>(Signal.WINDOWED_EVENTS, aggregate));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noEventAndNoNanosecondOfCpuTimeIsLostOrCountedTwice(long seed) throws Exception {
        Random random = new Random(seed);
        slotWindow.start();
        long sent = 0;
        long cpuNanos = 0;
        long now = START;
        slotWindow.consume(records.batch(START));
        for (int batch = 0; batch < 1000; batch++) {
            now += random.nextLong(10 * MILLI);
            clock.moveTo(now);
            for (int i = random.nextInt(20); i > 0; i--) {
                int process = 1 + random.nextInt(30);
                long time = now - Math.min(now - START, random.nextLong(250 * MILLI));
                if (random.nextBoolean()) {
                    long span = random.nextLong(Math.min(time - START, 400 * MILLI) + 1);
                    records.cpu(process, process, time, span, random.nextBoolean() ? span : 0);
                    cpuNanos += time < START ? 0 : span;
                } else {
                    records.syscall(EventType.SYSCALL_READ, process, process, time, random.nextLong(1L << 40), 0);
                }
            }
            EventBatch events = records.batch(now - random.nextLong(5 * MILLI));
            sent += events.size();
            slotWindow.consume(events);
            assertThat(out.eventCount() + windowSettings.lost() + aggregateSettings.held())
                    .isEqualTo(sent);
        }
        slotWindow.close();
        aggregate.close();

        assertThat(aggregateSettings.held()).isZero();
        assertThat(out.eventCount() + windowSettings.lost()).isEqualTo(sent);
        assertThat(cpuTime() + windowSettings.counted("late_span")).isEqualTo(cpuNanos);
    }

    private long cpuTime() {
        long sum = 0;
        for (MetricBatch batch : out.batches()) {
            if (batch.descriptor().name().equals("cpu_time")) {
                LongColumn sums = batch.require("sum", LongColumn.class);
                for (int row = 0; row < sums.size(); row++) {
                    sum += sums.get(row);
                }
            }
        }
        return sum;
    }
}
