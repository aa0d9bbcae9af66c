package io.borescope.processor.aggregate;

import static io.borescope.processor.aggregate.TestWindows.MAPPING;
import static io.borescope.processor.aggregate.TestWindows.SECOND;
import static io.borescope.processor.aggregate.TestWindows.closing;
import static io.borescope.processor.aggregate.TestWindows.rows;
import static io.borescope.processor.aggregate.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics that are made for longer windows than the rest; slots last ten seconds. */
class TierTest {
    private final TestSettings settings = new TestSettings("aggregate", new HandClock(10 * SECOND, 10 * SECOND))
            .path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 16);
    private Aggregate aggregate = aggregate("3s", 1000);

    private Aggregate aggregate(String interval, int maxKeys) {
        Duration duration = Duration.parse("PT" + interval);
        List<IntervalOverride> overrides = List.of(new IntervalOverride(List.of("syscall_read"), duration));
        return new Aggregate(
                settings,
                new AggregateConfig(
                        maxKeys, ValueLimits.DEFAULT, MetricSelection.EVERYTHING, DimensionSwitches.DEFAULT, overrides),
                out);
    }

    /** Closes a window in which process 2 read and wrote once, for a latency of 5. */
    private void close(Window window) {
        close(window, 2);
    }

    private void close(Window window, int process) {
        long time = window.startMonotonicNanos();
        records.syscall(EventType.SYSCALL_READ, process, 100 + process, time, 5, 0)
                .syscall(EventType.SYSCALL_WRITE, process, 100 + process, time, 5, 0);
        aggregate.consume(closing(window, records.batch(0)));
    }

    /** From, to and slot of the windows that have rows of reads so far, with their events. */
    private List<String> reads() {
        return out.batches().stream()
                .filter(batch -> batch.descriptor().name().equals("syscall_read"))
                .map(batch -> "%.1f-%.1f slot %d: %d"
                        .formatted(
                                (double) batch.window().startEpochNanos() / SECOND,
                                (double) batch.window().endEpochNanos() / SECOND,
                                batch.window().slot(),
                                batch.eventCount()))
                .toList();
    }

    @Test
    void rowsComeWhenTheLastWindowHasClosedAndCoverAll() {
        for (int second = 0; second < 6; second++) {
            close(window(second, second + 1));
        }

        assertThat(reads()).containsExactly("0.0-3.0 slot 0: 3", "3.0-6.0 slot 0: 3");
        assertThat(rows(out.batches(), "syscall_read", "pid", "sum", "count", "min", "max"))
                .containsExactly("102 15 3 5 5", "102 15 3 5 5");
        assertThat(rows(out.batches(), "syscall_write", "count")).hasSize(6);
    }

    @Test
    void eventsAreHeldUntilTheirRowsCome() {
        close(window(0, 1));
        close(window(1, 2));
        assertThat(settings.held()).isEqualTo(2);
        assertThat(out.eventCount()).isEqualTo(2);

        close(window(2, 3));
        assertThat(settings.held()).isZero();
        assertThat(out.eventCount()).isEqualTo(6);
    }

    @Test
    void noneSpansABorderOfSlotsAndTheLastOfASlotSaysThatItIsShorter() {
        for (int second = 5; second < 13; second++) {
            close(window(second, second + 1));
        }

        assertThat(reads())
                .containsExactly("5.0-6.0 slot 0: 1", "6.0-9.0 slot 0: 3", "9.0-10.0 slot 0: 1", "10.0-13.0 slot 1: 3");
    }

    @Test
    void whatIsOpenAtTheEndComesWithItsTrueEnd() {
        close(window(0, 1));
        close(window(1, 1.3));
        aggregate.close();
        aggregate.close();

        assertThat(reads()).containsExactly("0.0-1.3 slot 0: 2");
        assertThat(settings.held()).isZero();
    }

    @Test
    void quietWindowsBelongToIt() {
        EventBatch nothing = records.batch(0);
        aggregate.consume(new WindowedEvents(window(0.5, 1), nothing, 0, true));
        close(window(1, 2));
        aggregate.consume(new WindowedEvents(window(2, 3), nothing, 0, true));

        assertThat(reads()).containsExactly("0.5-3.0 slot 0: 1");
    }

    @Test
    void aClockStepEndsIt() {
        close(window(0, 1));
        ClockMapping stepped = new ClockMapping(2, -SECOND / 2);
        close(window(SECOND / 2, SECOND, stepped));
        aggregate.close();

        assertThat(MAPPING.generation()).isEqualTo(1);
        assertThat(reads()).containsExactly("0.0-1.0 slot 0: 1", "0.5-1.0 slot 0: 1");
    }

    @Test
    void withoutSlotsItIsAlignedToTheEpoch() {
        for (int second = 7; second < 13; second++) {
            long start = second * SECOND;
            close(new Window(second, MAPPING, start, start + SECOND, Window.NO_SLOT, start, Window.NO_EPOCH));
        }

        assertThat(reads()).containsExactly("7.0-9.0 slot -1: 2", "9.0-12.0 slot -1: 3");
    }

    @Test
    void aWindowThatCrossesTheGridCountsWhereItBeganAndIsCounted() {
        aggregate = aggregate("1.5s", 1000);
        close(window(0, 1));
        close(window(1, 2));
        close(window(2, 3));

        assertThat(reads()).containsExactly("0.0-2.0 slot 0: 2", "2.0-3.0 slot 0: 1");
        assertThat(settings.counted("crossed_overrides")).isEqualTo(1);
    }

    @Test
    void theLossOfAllItsWindowsIsTold() {
        long[] lost = new long[EventType.ID_LIMIT];
        lost[EventType.SYSCALL_READ.id()] = 4;
        for (int second = 0; second < 3; second++) {
            records.syscall(EventType.SYSCALL_READ, 2, 100, second * SECOND, 1, 0);
            aggregate.consume(
                    closing(window(second, second + 1), records.batch(0).withLost(lost)));
        }

        assertThat(out.batches())
                .filteredOn(batch -> batch.descriptor().name().equals("syscall_read"))
                .singleElement()
                .returns(12L, MetricBatch::lostEvents);
        assertThat(rows(out.batches(), "lost_events", "sum")).containsExactly("4", "4", "4");
    }

    @Test
    void itsRowsAreLimitedTooAndTotalsStayExact() {
        aggregate = aggregate("9s", 4);
        for (int second = 0; second < 9; second++) {
            close(window(second, second + 1), 2 + second);
        }

        assertThat(rows(out.batches(), "syscall_read", "client_type", "count"))
                .containsExactly("unknown 1", "unknown 1", "unknown 1", "unknown 1", "__other__ 5");
        assertThat(settings.counted("folded_events")).isEqualTo(5);
        assertThat(out.eventCount()).isEqualTo(18);
    }

    @Test
    void sumsThatDoNotFitStayAtTheLargestAndAreCounted() {
        for (int second = 0; second < 3; second++) {
            records.syscall(EventType.SYSCALL_READ, 2, 100, second * SECOND, Long.MAX_VALUE, 0);
            aggregate.consume(closing(window(second, second + 1), records.batch(0)));
        }

        assertThat(rows(out.batches(), "syscall_read", "sum", "count")).containsExactly(Long.MAX_VALUE + " 3");
        assertThat(settings.counted("saturated_sums")).isEqualTo(2);
    }
}
