package io.borescope.processor.slotwindow;

import static io.borescope.processor.slotwindow.SlotWindowHarness.MILLI;
import static io.borescope.processor.slotwindow.SlotWindowHarness.OFFSET_NANOS;
import static io.borescope.processor.slotwindow.SlotWindowHarness.SECOND;
import static io.borescope.processor.slotwindow.SlotWindowHarness.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps and drift of the wall clock, and slot clocks that come late or change. */
class ClockChangesTest {
    /** Slot 100 begins at T0. */
    private static final SlotClock SLOTS = new SlotClock(T0 + OFFSET_NANOS - 1200 * SECOND, 12 * SECOND, 32);

    private static SlotWindowHarness withSlots(Duration interval) {
        SlotConfig slots = new SlotConfig(
                null, Instant.ofEpochSecond(0, SLOTS.genesisEpochNanos()).toString(), Duration.ofSeconds(12), 32);
        return new SlotWindowHarness(SlotWindowHarness.config(interval, Duration.ZERO, slots));
    }

    private static void publish(SlotWindowHarness bench, SlotClock slots) {
        bench.settings.services().publish(SlotClock.class, slots);
    }

    private static List<Long> startMillis(SlotWindowHarness bench) {
        return bench.closed().stream()
                .map(window -> Math.floorDiv(window.startEpochNanos(), MILLI))
                .toList();
    }

    private static void assertStrictlyIncreasingAndContiguous(SlotWindowHarness bench) {
        List<Long> starts = startMillis(bench);
        List<Window> windows = bench.closed();
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i)).isGreaterThan(starts.get(i - 1));
            assertThat(windows.get(i).startMonotonicNanos())
                    .isEqualTo(windows.get(i - 1).endMonotonicNanos());
        }
        assertThat(windows).allMatch(window -> window.durationNanos() > 0);
    }

    @Test
    void aStepBackInTheMiddleOfASlotKeepsSlotsRightAndStartsDistinct() {
        SlotWindowHarness bench = withSlots(Duration.ofSeconds(3));
        bench.send(T0 + 7 * SECOND, T0);
        bench.clock.stepWallClock(Duration.ofMillis(-2500));
        bench.send(T0 + 7 * SECOND); // wall: 4.5 s into slot 100
        bench.send(T0 + 20 * SECOND); // wall: 17.5 s
        bench.close();

        assertThat(bench.closedMillis())
                .containsExactly(
                        "0-3000",
                        "3000-6000",
                        "6000-7000",
                        "7000-8500",
                        "8500-11500",
                        "11500-14500",
                        "14500-17500",
                        "17500-20000");
        assertThat(bench.closed())
                .extracting(Window::slot)
                .containsExactly(100L, 100L, 100L, 100L, 100L, 100L, 101L, 101L);
        assertStrictlyIncreasingAndContiguous(bench);
        assertThat(bench.closed().get(5).startEpochNanos())
                .as("as soon as the clock is past what had been told, starts are true again")
                .isEqualTo(T0 + OFFSET_NANOS + 9 * SECOND);
        assertThat(bench.settings.counted("clock_steps")).isEqualTo(1);
    }

    @Test
    void aStepForwardInTheMiddleOfASlotSkipsToWhereTheClockIs() {
        SlotWindowHarness bench = withSlots(Duration.ofSeconds(3));
        bench.send(T0 + 7 * SECOND, T0);
        bench.clock.stepWallClock(Duration.ofSeconds(30));
        bench.send(T0 + 7 * SECOND); // wall: 37 s, one second into slot 103
        bench.send(T0 + 9 * SECOND);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-3000", "3000-6000", "6000-7000", "7000-9000");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(100L, 100L, 100L, 103L);
        assertThat(bench.closed().getLast().startEpochNanos()).isEqualTo(T0 + OFFSET_NANOS + 37 * SECOND);
    }

    @Test
    void aStepExactlyAtABorderLeavesNoEmptyWindow() {
        SlotWindowHarness bench = withSlots(Duration.ofSeconds(3));
        bench.send(T0 + 3 * SECOND, T0);
        bench.clock.stepWallClock(Duration.ofMillis(-100));
        bench.send(T0 + 3 * SECOND);
        bench.send(T0 + 4 * SECOND);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-3000", "3000-3100", "3100-4000");
        assertStrictlyIncreasingAndContiguous(bench);
    }

    @Test
    void aStepDoesNotCutOffWhatHasBeenHandedOnAlready() {
        SlotWindowHarness bench = withSlots(Duration.ofSeconds(3));
        bench.consume(bench.records
                .syscall(EventType.SYSCALL_READ, 1, 1, T0 + 5 * SECOND, 1, 0)
                .batch(EventBatch.NO_WATERMARK)); // ahead of the clock
        bench.clock.stepWallClock(Duration.ofSeconds(-1));
        bench.send(T0 + 20 * SECOND);

        assertThat(bench.timesByWindow().values().stream().mapToInt(List::size).sum())
                .isEqualTo(1);
        assertStrictlyIncreasingAndContiguous(bench);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void startsIncreaseWhateverStepsHappen(long seed) {
        Random random = new Random(seed);
        SlotWindowHarness bench = withSlots(Duration.ofMillis(10));
        long now = T0;
        for (int i = 0; i < 1000; i++) {
            now += 1 + random.nextLong(15 * MILLI);
            bench.clock.moveTo(now);
            if (random.nextInt(5) == 0) {
                bench.clock.stepWallClock(Duration.ofNanos(random.nextLong(-40 * MILLI, 40 * MILLI)));
            }
            bench.send(now - 1, now - 2);
        }
        bench.close();

        assertStrictlyIncreasingAndContiguous(bench);
        assertThat(bench.settings.lost()).isZero();
    }

    @Test
    void aClockThatWasWrongByMoreThanAMinuteIsNotHeldOnTo() {
        SlotWindowHarness bench = withSlots(Duration.ofSeconds(3));
        bench.send(T0 + 3 * SECOND, T0);
        bench.clock.stepWallClock(Duration.ofHours(-1));
        bench.send(T0 + 3 * SECOND);
        bench.send(T0 + 6 * SECOND);
        bench.close();

        assertThat(bench.closed().getLast().startEpochNanos())
                .isEqualTo(T0 + OFFSET_NANOS + 3 * SECOND - 3600 * SECOND);
        assertThat(bench.closed().getLast().slot()).isEqualTo(Window.NO_SLOT); // before genesis now
    }

    @Test
    void slowDriftIsFollowedInSmallStepsWithoutLosingAnything() {
        SlotWindowHarness bench = withSlots(Duration.ofMillis(500));
        for (long i = 1; i <= 100; i++) { // the mapping is measured anew whenever it is off by more than a millisecond
            bench.clock.stepWallClock(Duration.ofNanos(i % 2 == 0 ? -1_100_000 : 1_050_000));
            bench.send(T0 + i * 300 * MILLI, T0 + i * 300 * MILLI - 1);
        }
        bench.close();

        assertStrictlyIncreasingAndContiguous(bench);
        assertThat(bench.settings.lost()).isZero();
        assertThat(bench.answered()).isEqualTo(100);
    }

    @Test
    void aWindowShorterThanAMillisecondDoesNotShareItsStartWithTheNext() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0 + 100, T0);
        publish(bench, new SlotClock(T0 + OFFSET_NANOS + SECOND + 400_000, 12 * SECOND, 32));
        bench.send(T0 + 3 * SECOND);
        bench.close();

        assertThat(bench.closedMillis().subList(0, 2)).containsExactly("0-1000", "1000-1000400000ns");
        assertThat(bench.closed().get(2).slot()).isZero();
        assertThat(bench.closed().get(2).slotStartEpochNanos()).isEqualTo(T0 + OFFSET_NANOS + SECOND + 400_000);
        assertStrictlyIncreasingAndContiguous(bench);
    }

    @Test
    void aWindowThatIsPutInFrontDoesNotShareItsStartEither() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ofSeconds(10));
        publish(bench, new SlotClock(T0 + OFFSET_NANOS - 1200 * SECOND + 400_000, 12 * SECOND, 32));
        bench.send(EventBatch.NO_WATERMARK, T0 + 400_000); // where a slot begins
        bench.send(EventBatch.NO_WATERMARK, T0 + 300_000); // in the same millisecond, in the slot before
        bench.clock.advance(Duration.ofSeconds(1));
        bench.send(T0 + SECOND);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("300000ns-400000ns", "400000ns-1000");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(99L, 100L);
        assertStrictlyIncreasingAndContiguous(bench);
    }

    @Test
    void slotsThatArePublishedLateAreUsedFromTheEndOfTheNewestWindowOn() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0 + 500 * MILLI, T0);
        publish(bench, SLOTS);
        bench.send(T0 + 3 * SECOND, T0 + 700 * MILLI);

        assertThat(bench.closed()).extracting(Window::slot).containsExactly(Window.NO_SLOT, 100L, 100L);
        assertStrictlyIncreasingAndContiguous(bench);
    }

    @Test
    void anEventFromBeforeTheSlotsWerePublishedMovesCoverageBackOnTheGridOfThatTime() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ofSeconds(10));
        bench.clock.moveTo(T0 + 2 * SECOND);
        bench.send(EventBatch.NO_WATERMARK, T0 + 1500 * MILLI);
        publish(bench, new SlotClock(T0 + OFFSET_NANOS - 1200 * SECOND - 700 * MILLI, 12 * SECOND, 32));
        bench.send(EventBatch.NO_WATERMARK, T0 + 200 * MILLI, T0 + 2500 * MILLI);
        bench.send(T0 + 3 * SECOND);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("200-1000", "1000-2000", "2000-2300", "2300-3000");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(Window.NO_SLOT, Window.NO_SLOT, 100L, 100L);
    }

    @Test
    void otherSlotsReplaceThoseInUseAndEachWindowKeepsItsOwn() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        publish(bench, SLOTS);
        bench.send(T0 + 1500 * MILLI, T0);
        publish(bench, new SlotClock(T0 + OFFSET_NANOS - 20 * SECOND - 300 * MILLI, 5 * SECOND, 16));
        bench.send(T0 + 4 * SECOND);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-1000", "1000-2000", "2000-2700", "2700-3700", "3700-4000");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(100L, 100L, 4L, 4L, 4L);
        assertStrictlyIncreasingAndContiguous(bench);
    }

    @Test
    void theSameSlotsPublishedAgainChangeNothing() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        publish(bench, SLOTS);
        bench.send(T0 + 1500 * MILLI, T0);
        publish(
                bench,
                new SlotClock(SLOTS.genesisEpochNanos(), SLOTS.slotNanos(), 32)); // by a publisher that was replaced
        bench.send(T0 + 3 * SECOND);

        assertThat(bench.closedMillis()).containsExactly("0-1000", "1000-2000", "2000-3000");
    }
}
