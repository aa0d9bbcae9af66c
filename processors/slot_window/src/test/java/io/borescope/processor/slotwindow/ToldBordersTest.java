package io.borescope.processor.slotwindow;

import static io.borescope.processor.slotwindow.SlotWindowHarness.MILLI;
import static io.borescope.processor.slotwindow.SlotWindowHarness.OFFSET_NANOS;
import static io.borescope.processor.slotwindow.SlotWindowHarness.SECOND;
import static io.borescope.processor.slotwindow.SlotWindowHarness.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import io.borescope.api.time.WindowBorders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever adds events up before they get here is told where windows begin, and what he added up is placed and counted. */
class ToldBordersTest {
    private static SlotWindowHarness withoutGrace() {
        return SlotWindowHarness.withGrace(Duration.ZERO);
    }

    /** Every window begins at a border that was told before. */
    private static void assertBordersAreTrue(SlotWindowHarness bench) {
        for (Window window : bench.closed().subList(1, bench.closed().size())) {
            long start = window.startMonotonicNanos();
            assertThat(bench.borders.after(start - 1)).isEqualTo(start);
        }
    }

    @Test
    void bordersAreKnownBeforeAnyEvent() {
        try (SlotWindowHarness bench = withoutGrace()) {
            assertThat(bench.borders.after(T0)).isEqualTo(T0 + SECOND);
            assertThat(bench.borders.after(T0 + SECOND - 1)).isEqualTo(T0 + SECOND);
        }
    }

    @Test
    void aProcessorThatIsClosedHasNoBordersAnyMore() {
        SlotWindowHarness bench = withoutGrace();
        int version = bench.borders.version();
        bench.close();

        assertThat(bench.borders.after(T0)).isEqualTo(WindowBorders.NEVER);
        assertThat(bench.borders.version()).isNotEqualTo(version);
    }

    @Test
    void theBordersOfSeveralProcessorsAreAllTold() {
        try (SlotWindowHarness bench = withoutGrace()) {
            bench.borders.put("another", time -> time + 10);
            assertThat(bench.borders.after(T0)).isEqualTo(T0 + 10);
            assertThat(bench.borders.after(T0 + SECOND - 4)).isEqualTo(T0 + SECOND);
        }
    }

    @Test
    void aClockStepIsABorderAndChangesThoseAfterIt() {
        SlotWindowHarness bench = withoutGrace();
        bench.send(T0 + 1300 * MILLI, T0 + 100 * MILLI);
        int version = bench.borders.version();
        bench.clock.stepWallClock(Duration.ofMillis(-400));
        bench.send(T0 + 1300 * MILLI);

        assertThat(bench.borders.version()).isNotEqualTo(version);
        assertThat(bench.borders.after(T0)).isEqualTo(T0 + SECOND);
        assertThat(bench.borders.after(T0 + SECOND)).isEqualTo(T0 + 1300 * MILLI);
        assertThat(bench.borders.after(T0 + 1300 * MILLI)).isEqualTo(T0 + 1400 * MILLI);
        bench.send(T0 + 3 * SECOND);
        assertBordersAreTrue(bench);
        bench.close();
    }

    @Test
    void newSlotsCountFromTheEndOfTheNewestWindow() {
        SlotWindowHarness bench = withoutGrace();
        bench.send(T0 + 300 * MILLI, T0 + 100 * MILLI);
        bench.settings
                .services()
                .publish(
                        SlotClock.class, new SlotClock(T0 + OFFSET_NANOS - 20 * SECOND - 250 * MILLI, 12 * SECOND, 32));
        bench.send(T0 + 400 * MILLI);

        assertThat(bench.borders.after(T0 + 400 * MILLI)).isEqualTo(T0 + SECOND);
        assertThat(bench.borders.after(T0 + SECOND)).isEqualTo(T0 + 1750 * MILLI);
        bench.send(T0 + 30 * SECOND);
        assertBordersAreTrue(bench);
        bench.close();
    }

    private static EventBatch partial(SlotWindowHarness bench, EventType type, long time, long events, long sum) {
        bench.records
                .event(type, PartialEvents.BYTES, 1, 100, time)
                .u64(PartialEvents.EVENTS, events)
                .u64(PartialEvents.FIRST_PART + PartialEvents.SUM, sum);
        return bench.records.batch(time).withPartials(true);
    }

    @Test
    void partialsAreCountedByTheirEventsWhetherTheirWindowIsOpenOrClosed() {
        SlotWindowHarness bench = withoutGrace();
        bench.send(T0, T0);
        bench.consume(partial(bench, EventType.SYSCALL_READ, T0 + SECOND - 1, 40, 5));
        bench.consume(partial(bench, EventType.SCHED_SWITCH, T0 + 2 * SECOND - 1, 3, 700));
        bench.send(T0 + 2 * SECOND);
        bench.consume(partial(bench, EventType.SYSCALL_READ, T0 + SECOND - 1, 9, 5));
        bench.consume(partial(bench, EventType.SCHED_SWITCH, T0 + 2 * SECOND - 1, 0, 800));
        bench.close();

        assertThat(bench.answered()).isEqualTo(44);
        assertThat(bench.settings.lost("late")).isEqualTo(9);
        assertThat(bench.settings.counted("late_span")).isEqualTo(800);
    }

    @Test
    void aBatchOfPartialsFromTwoWindowsIsTakenApart() {
        SlotWindowHarness bench = withoutGrace();
        bench.send(T0, T0);
        bench.records
                .event(EventType.SCHED_SWITCH, PartialEvents.BYTES, 1, 100, T0 + SECOND - 1)
                .u64(PartialEvents.EVENTS, 2);
        bench.records
                .event(EventType.SCHED_SWITCH, PartialEvents.BYTES, 1, 100, T0 + 2 * SECOND - 1)
                .u64(PartialEvents.EVENTS, 5);
        bench.consume(bench.records.batch(T0 + SECOND).withPartials(true));
        bench.close();

        assertThat(bench.out.batches())
                .filteredOn(batch -> batch.events().partials())
                .extracting(batch -> batch.eventCount())
                .containsExactly(2L, 5L);
    }
}
