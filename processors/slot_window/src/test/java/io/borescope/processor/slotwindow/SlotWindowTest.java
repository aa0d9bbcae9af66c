package io.borescope.processor.slotwindow;

import static io.borescope.processor.slotwindow.SlotWindowHarness.MILLI;
import static io.borescope.processor.slotwindow.SlotWindowHarness.OFFSET_NANOS;
import static io.borescope.processor.slotwindow.SlotWindowHarness.SECOND;
import static io.borescope.processor.slotwindow.SlotWindowHarness.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.Window;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotWindowTest {
    private static final Duration GRACE = Duration.ofMillis(500);

    @Test
    void placesEventsExactToTheNanosecondStartInclusiveEndExclusive() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 3 * SECOND, T0, T0 + SECOND - 1, T0 + SECOND, T0 + 2 * SECOND - 1, T0 + 2 * SECOND);
        bench.close();

        assertThat(bench.timesByWindow())
                .containsExactly(
                        Map.entry(T0, List.of(T0, T0 + SECOND - 1)),
                        Map.entry(T0 + SECOND, List.of(T0 + SECOND, T0 + 2 * SECOND - 1)),
                        Map.entry(T0 + 2 * SECOND, List.of(T0 + 2 * SECOND)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfArrivalWithinTheGraceGivesWhatSortedEventsGive(long seed) {
        Random random = new Random(seed);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            times.add(T0 + random.nextLong(4 * SECOND));
        }
        SlotWindowHarness sorted = SlotWindowHarness.withGrace(Duration.ofSeconds(5));
        sorted.send(
                T0 + 4 * SECOND,
                times.stream().sorted().mapToLong(Long::longValue).toArray());
        sorted.close();

        Collections.shuffle(times, random);
        SlotWindowHarness shuffled = SlotWindowHarness.withGrace(Duration.ofSeconds(5));
        shuffled.clock.moveTo(T0 + 4 * SECOND);
        for (int from = 0; from < times.size(); ) {
            int to = Math.min(times.size(), from + 1 + random.nextInt(30));
            shuffled.send(
                    EventBatch.NO_WATERMARK,
                    times.subList(from, to).stream().mapToLong(Long::longValue).toArray());
            from = to;
        }
        shuffled.send(T0 + 4 * SECOND);
        shuffled.close();

        assertThat(shuffled.timesByWindow()).isEqualTo(sorted.timesByWindow());
        assertThat(shuffled.closedMillis()).isEqualTo(sorted.closedMillis());
        assertThat(shuffled.answered()).isEqualTo(400);
        assertThat(shuffled.settings.lost()).isZero();
    }

    @Test
    void closesAWindowWhenTheWatermarkHasPassedItsEndByTheGrace() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0);
        bench.send(T0 + SECOND + 500 * MILLI - 1);
        assertThat(bench.closed()).isEmpty();

        bench.send(T0 + SECOND + 500 * MILLI);
        assertThat(bench.closedMillis()).containsExactly("0-1000");
    }

    @Test
    void countsAsLateWhatComesAfterItsWindowHasClosed() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 1500 * MILLI, T0);
        bench.send(T0 + 1600 * MILLI, T0 + SECOND - 1, T0 + SECOND, T0 + 7);
        bench.close();

        assertThat(bench.settings.lost("late")).isEqualTo(2);
        assertThat(bench.answered() + bench.settings.lost()).isEqualTo(bench.sent());
    }

    @Test
    void closesQuietWindowsInBetweenSoThatRunsHaveNoHoles() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0);
        bench.send(T0 + 3600 * MILLI, T0 + 3550 * MILLI);

        assertThat(bench.closedMillis()).containsExactly("0-1000", "1000-2000", "2000-3000");
        assertThat(bench.closed()).extracting(Window::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void firstWindowStartsWhereCoverageBegan() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 300 * MILLI);
        bench.send(T0 + 2 * SECOND);

        assertThat(bench.closedMillis()).containsExactly("300-1000");
    }

    @Test
    void firstWindowMovesBackForAnEarlierEventWhileNothingHasClosed() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.clock.moveTo(T0 + 2 * SECOND);
        bench.send(EventBatch.NO_WATERMARK, T0 + 1300 * MILLI);
        bench.send(EventBatch.NO_WATERMARK, T0 + 1200 * MILLI, T0 - 700 * MILLI);
        bench.send(T0 + 2 * SECOND);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("-700-0", "0-1000", "1000-2000");
        assertThat(bench.settings.lost()).isZero();
    }

    @Test
    void handsOnABatchOfOneWindowWithoutTouchingIt() {
        List<EventBatch> seen = new ArrayList<>();
        HandClock clock = new HandClock(T0, T0 + OFFSET_NANOS);
        SlotWindow processor = new SlotWindow(
                new TestSettings("slot_window", clock),
                SlotWindowHarness.config(Duration.ofSeconds(1), GRACE, null),
                batch -> seen.add(batch.events()));
        EventBatch batch = new EventRecords(1000)
                .syscall(EventType.SYSCALL_READ, 1, 1, T0 + 1, 1, 0)
                .syscall(EventType.SYSCALL_READ, 1, 1, T0 + 2, 1, 0)
                .batch(T0 + 2);
        processor.consume(batch);

        assertThat(seen).hasSize(1).first().isSameAs(batch);
    }

    @Test
    void cutsSlotsIntoIntervalsFromTheirStartTheLastOneShorter() {
        long genesis = T0 + OFFSET_NANOS - 24 * SECOND - 250 * MILLI; // slot 2 begins 250 ms before T0
        SlotConfig slot = slotFrom(genesis, Duration.ofSeconds(12));
        SlotWindowHarness bench =
                new SlotWindowHarness(SlotWindowHarness.config(Duration.ofSeconds(5), Duration.ZERO, slot));
        bench.send(T0 - 250 * MILLI, T0 - 250 * MILLI);
        bench.send(T0 + 17 * SECOND);

        assertThat(bench.closedMillis()).containsExactly("-250-4750", "4750-9750", "9750-11750", "11750-16750");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(2L, 2L, 2L, 3L);
        assertThat(bench.closed())
                .extracting(Window::slotStartEpochNanos)
                .containsExactly(
                        genesis + 24 * SECOND, genesis + 24 * SECOND, genesis + 24 * SECOND, genesis + 36 * SECOND);
    }

    private static SlotConfig slotFrom(long genesisEpochNanos, Duration duration) {
        return new SlotConfig(null, Instant.ofEpochSecond(0, genesisEpochNanos).toString(), duration, null);
    }

    @Test
    void windowsBeforeGenesisHaveNoSlot() {
        SlotConfig slot = slotFrom(T0 + OFFSET_NANOS + SECOND, Duration.ofSeconds(12));
        SlotWindowHarness bench =
                new SlotWindowHarness(SlotWindowHarness.config(Duration.ofSeconds(1), Duration.ZERO, slot));
        bench.send(T0 + 2 * SECOND, T0);

        assertThat(bench.closed()).extracting(Window::slot).containsExactly(Window.NO_SLOT, 0L);
    }

    @Test
    void takesOverPublishedSlotsFromTheEndOfTheNewestWindowOn() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0 + 100, T0);
        bench.settings
                .services()
                .publish(SlotClock.class, new SlotClock(T0 + OFFSET_NANOS + 1400 * MILLI, 12 * SECOND, 32));
        bench.send(T0 + 2500 * MILLI);

        assertThat(bench.closedMillis()).containsExactly("0-1000", "1000-1400", "1400-2400");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(Window.NO_SLOT, Window.NO_SLOT, 0L);
    }

    @Test
    void configuredSlotsAreNotReplacedByPublishedOnes() {
        SlotWindowHarness bench = new SlotWindowHarness(SlotWindowHarness.config(
                Duration.ofSeconds(1), Duration.ZERO, slotFrom(T0 + OFFSET_NANOS, Duration.ofSeconds(12))));
        bench.settings.services().publish(SlotClock.class, new SlotClock(T0 + OFFSET_NANOS + 1, 7 * SECOND, 32));
        bench.send(T0 + SECOND, T0);

        assertThat(bench.closedMillis()).containsExactly("0-1000");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(0L);
    }

    @Test
    void aStepOfTheClockForwardsEndsTheOpenWindowThere() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0 + 400 * MILLI, T0);
        bench.clock.stepWallClock(Duration.ofMillis(300));
        bench.send(T0 + 450 * MILLI, T0 + 420 * MILLI);
        bench.send(T0 + 1700 * MILLI, T0 + 699 * MILLI, T0 + 700 * MILLI);

        assertThat(bench.closedMillis()).containsExactly("0-450", "450-700", "700-1700");
        assertThat(bench.timesByWindow().get(T0 + 450 * MILLI)).containsExactly(T0 + 699 * MILLI);
    }

    @Test
    void aStepOfTheClockBackwardsEndsTheOpenWindowAndRepeatsWallTimeInAnotherGeneration() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0 + 400 * MILLI, T0);
        bench.clock.stepWallClock(Duration.ofSeconds(-10));
        bench.send(T0 + 450 * MILLI, T0 + 420 * MILLI);
        bench.send(T0 + SECOND);

        assertThat(bench.closedMillis()).containsExactly("0-450", "450-1000");
        Window before = bench.closed().getFirst();
        Window after = bench.closed().getLast();
        assertThat(after.mapping().generation()).isEqualTo(before.mapping().generation() + 1);
        assertThat(after.startEpochNanos()).as("told as late as it must be").isEqualTo(T0 + OFFSET_NANOS + MILLI);
        assertThat(bench.settings.counted("clock_steps")).isEqualTo(1);
        assertThat(bench.timesByWindow().get(T0)).containsExactly(T0, T0 + 420 * MILLI);
    }

    @Test
    void aLongSilenceLeavesQuietWindowsOutAndCountsThem() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0);
        bench.send(T0 + 1_000_000 * SECOND, T0 + 1_000_000 * SECOND - 1);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-1000", "999999000-1000000000");
        assertThat(bench.settings.counted("windows_skipped")).isGreaterThan(999_990);
        assertThat(bench.settings.lost()).isZero();
    }

    @Test
    void theLastWindowEndsWhereCoverageEnded() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 1300 * MILLI, T0, T0 + 1200 * MILLI);
        bench.close();
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-1000", "1000-1300").hasSize(2);
    }

    @Test
    void theLastWindowHoldsEventsThatAreAheadOfTheWatermark() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.clock.moveTo(T0 + SECOND);
        bench.send(T0 + 300 * MILLI, T0, T0 + 400 * MILLI);
        bench.close();

        assertThat(bench.closed().getLast().endMonotonicNanos()).isEqualTo(T0 + 400 * MILLI + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSpanIsHandedToEveryWindowItReachesIntoAndAnsweredByTheOneItEndsIn(int borders) {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ofSeconds(10));
        bench.send(T0, T0);
        long end = T0 + borders * SECOND + 200 * MILLI;
        long span = (borders - 1) * SECOND + 300 * MILLI; // 100 ms in the first window
        bench.records.cpu(1, 100, end, span, span);
        bench.flush(end);
        bench.close();

        long charged = 0;
        for (int i = 0; i <= borders; i++) {
            Window window = bench.closed().get(i);
            List<WindowedEvents> withSpan = bench.batchesOf(window).stream()
                    .filter(batch -> batch.size() > 0 && batch.events().type(0) == EventType.SCHED_SWITCH.id())
                    .toList();
            assertThat(withSpan).hasSize(1);
            assertThat(withSpan.getFirst().eventCount()).isEqualTo(i == borders ? 1 : 0);
            long spanNanos = withSpan.getFirst().events().u64(0, CpuEvent.SPAN_NANOS);
            charged += window.overlapNanos(end - spanNanos, end);
        }
        assertThat(charged).isEqualTo(span);
    }

    @Test
    void aSpanThatEndsOnABorderBelongsToTheWindowThatBeginsThere() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0, T0);
        bench.records.cpu(1, 100, T0 + SECOND, 100, 100);
        bench.flush(T0 + SECOND);
        bench.close();

        assertThat(bench.timesByWindow().get(T0 + SECOND)).containsExactly(T0 + SECOND);
        assertThat(bench.batchesOf(bench.closed().getFirst()))
                .anyMatch(batch -> batch.size() == 1 && batch.eventCount() == 0);
    }

    @Test
    void whatASpanHasInClosedWindowsIsCountedInNanoseconds() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0 + 100 * MILLI, T0 + 100 * MILLI);
        bench.send(T0 + 1100 * MILLI);
        bench.records.cpu(1, 100, T0 + 1200 * MILLI, 2 * SECOND, 2 * SECOND);
        bench.flush(T0 + 1200 * MILLI);

        assertThat(bench.settings.counted("late_span")).isEqualTo(900 * MILLI);
    }

    @Test
    void whatASpanHasBeforeTheFirstWindowIsNoLoss() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.records.cpu(1, 100, T0 + 200 * MILLI, SECOND, SECOND);
        bench.flush(T0 + 100 * MILLI);
        bench.close();

        assertThat(bench.settings.counted("late_span")).isZero();
        assertThat(bench.settings.lost()).isZero();
        assertThat(bench.answered()).isEqualTo(1);
    }

    @Test
    void anImpossibleSpanDoesNotReachOutOfCoverage() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0, T0);
        bench.send(T0 + SECOND);
        bench.records.cpu(1, 100, T0 + 1100 * MILLI, -1, 0);
        bench.flush(T0 + 1100 * MILLI);

        assertThat(bench.settings.counted("late_span")).isEqualTo(SECOND);
    }

    @Test
    void oneWindowTooManyClosesTheOldestEarly() {
        SlotWindowHarness bench = new SlotWindowHarness(
                new SlotWindowConfig(Duration.ofSeconds(1), null, Duration.ofSeconds(1), Duration.ofSeconds(5), 3));
        bench.clock.moveTo(T0 + 10 * SECOND);
        bench.send(EventBatch.NO_WATERMARK, T0);
        bench.send(EventBatch.NO_WATERMARK, T0 + 1 * SECOND);
        bench.send(EventBatch.NO_WATERMARK, T0 + 2 * SECOND);
        assertThat(bench.closed()).isEmpty();

        bench.send(EventBatch.NO_WATERMARK, T0 + 3 * SECOND, T0 + 1);
        assertThat(bench.closedMillis()).containsExactly("0-1000");
        assertThat(bench.settings.counted("windows_closed_early")).isEqualTo(1);
        assertThat(bench.settings.lost("late")).isEqualTo(1);
    }

    @Test
    void lossIsBookedOnTheWindowThatHoldsTheWatermark() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.send(T0, T0);
        bench.clock.moveTo(T0 + 1500 * MILLI);
        bench.consume(bench.records
                .syscall(EventType.SYSCALL_READ, 1, 100, T0 + 900 * MILLI, 5, 0)
                .batch(T0 + 1500 * MILLI)
                .withLost(new long[] {0, 7, 4}));
        bench.close();

        Window first = bench.closed().getFirst();
        Window second = bench.closed().getLast();
        assertThat(lost(bench, first)).isZero();
        assertThat(lost(bench, second)).isEqualTo(11);
        assertThat(second.startMonotonicNanos()).isEqualTo(T0 + SECOND);
    }

    @Test
    void lossAloneBeginsCoverage() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.consume(new EventRecords(8).batch(EventBatch.NO_WATERMARK).withLost(new long[] {0, 7}));
        bench.close();

        assertThat(bench.out.batches().stream()
                        .mapToLong(batch -> batch.events().lost(1))
                        .sum())
                .isEqualTo(7);
    }

    private static long lost(SlotWindowHarness bench, Window window) {
        return bench.batchesOf(window).stream()
                .mapToLong(batch -> batch.events().lost())
                .sum();
    }

    @Test
    void everyBatchCarriesTheTagsClosingOnesIncluded() {
        ProcessTags tags = process -> Optional.empty();
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        bench.clock.moveTo(T0 + 2 * SECOND);
        bench.consume(bench.records
                .syscall(EventType.SYSCALL_READ, 1, 100, T0, 5, 0)
                .syscall(EventType.SYSCALL_READ, 1, 100, T0 + SECOND, 5, 0)
                .batch(T0 + 2 * SECOND)
                .withTags(tags));

        assertThat(bench.out.batches())
                .hasSize(4)
                .allMatch(batch -> batch.events().tags().equals(tags));
    }

    @Test
    void eventsAndLossKeepTheSamplingOfTheirSource() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ZERO);
        EventSampling sampling =
                EventSampling.of(Map.of(EventType.SYSCALL_READ, new Sampling(Sampling.Mode.PROBABILITY, 0.5)));
        bench.clock.moveTo(T0 + 1500 * MILLI);
        bench.consume(bench.records
                .syscall(EventType.SYSCALL_READ, 1, 100, T0 + 900 * MILLI, 5, 0)
                .syscall(EventType.SYSCALL_READ, 1, 100, T0 + 1100 * MILLI, 5, 0)
                .batch(T0 + 1500 * MILLI)
                .withLost(new long[] {0, 7})
                .withSampling(sampling));
        bench.close();

        assertThat(bench.out.batches())
                .filteredOn(batch -> batch.size() > 0 || batch.events().lost() > 0)
                .hasSize(3)
                .allSatisfy(batch -> assertThat(batch.events().sampling()).isEqualTo(sampling));
    }

    @Test
    void aSourceThatStandsStillIsClosedByTheClock() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0);
        bench.settings.advance(Duration.ofMillis(6400));
        assertThat(bench.closed()).isEmpty();

        bench.settings.advance(Duration.ofMillis(600));
        assertThat(bench.closedMillis()).containsExactly("0-1000");
    }

    @Test
    void eventsFromTheFarFutureAreRefusedAndDoNotMoveTime() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0, T0 + 3600 * SECOND, Long.MAX_VALUE);
        bench.send(T0 + 200, T0 + 150, -5);
        bench.close();

        assertThat(bench.settings.lost("bad_timestamp")).isEqualTo(2);
        assertThat(bench.settings.lost("late")).isEqualTo(1);
        assertThat(bench.answered() + bench.settings.lost()).isEqualTo(bench.sent());
        assertThat(bench.closedMillis()).containsExactly("0-200ns");
    }

    @Test
    void coverageDoesNotBeginFarInThePastBecauseOfABrokenTimestamp() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 1, 0, T0, 1);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-1ns");
        assertThat(bench.settings.lost("late")).isEqualTo(2);
        assertThat(bench.settings.counted("windows_skipped")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3539 * SECOND})
    void anEventFromTheFarPastOpensNoWindows(long time) {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0);
        bench.send(T0 + 100, time);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-100ns");
        assertThat(bench.settings.lost("late")).isEqualTo(1);
    }

    @Test
    void coverageMovesBackAsFarAsTheGraceSays() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(Duration.ofMinutes(2));
        bench.send(EventBatch.NO_WATERMARK, T0);
        bench.send(EventBatch.NO_WATERMARK, T0 - 119 * SECOND);
        bench.send(T0 + 100);
        bench.close();

        assertThat(bench.closed()).hasSize(120);
        assertThat(bench.settings.lost()).isZero();
    }

    @Test
    void aBatchOfNothingButBrokenTimestampsIsCountedAndBeginsNothing() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(EventBatch.NO_WATERMARK, 0, -1, Long.MAX_VALUE);
        bench.close();

        assertThat(bench.closed()).isEmpty();
        assertThat(bench.settings.lost("late")).isEqualTo(2);
        assertThat(bench.settings.lost("bad_timestamp")).isEqualTo(1);
    }

    @Test
    void windowsOfAnInstanceThatReplacesAFailedOneAreOthers() {
        HandClock clock = new HandClock(T0, T0 + OFFSET_NANOS);
        TestSettings settings = new TestSettings("slot_window", clock);
        EventBatch batch = new EventRecords(100)
                .syscall(EventType.SYSCALL_READ, 1, 1, T0, 1, 0)
                .batch(T0);
        List<Long> sequences = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) { // none is closed: each leaves its window open
            new SlotWindow(
                            settings,
                            SlotWindowHarness.config(Duration.ofSeconds(1), GRACE, null),
                            events -> sequences.add(events.window().sequence()))
                    .consume(batch);
        }

        assertThat(sequences).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aReceiverThatHoldsTheWatermarkBackDoesNotKeepWindowsOpenForLongerThanTheIdleTimeout() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.send(T0 + 100, T0); // what the slowest receiver of the pipeline has promised, and will for all the time
        for (int i = 1; i <= 100; i++) {
            bench.settings.advance(Duration.ofMillis(100));
            bench.send(T0 + 100, bench.clock.monotonicNanos() - 1);
        }

        assertThat(bench.closedMillis()).containsExactly("0-1000", "1000-2000", "2000-3000", "3000-4000");
        assertThat(bench.settings.lost()).isZero();
    }

    @Test
    void aWatermarkFromTheFarFutureMovesTimeByAMinuteAtMost() {
        SlotWindowHarness bench = SlotWindowHarness.withGrace(GRACE);
        bench.consume(
                bench.records.syscall(EventType.SYSCALL_READ, 1, 100, T0, 5, 0).batch(T0));
        bench.consume(bench.records.batch(Long.MAX_VALUE));

        assertThat(bench.closed()).hasSize(59);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void everyEventIsAnsweredOnceOrCounted(long seed) {
        Random random = new Random(seed);
        SlotWindowHarness bench =
                new SlotWindowHarness(SlotWindowHarness.config(Duration.ofMillis(100), Duration.ofMillis(50), null));
        long now = T0;
        for (int batch = 0; batch < 500; batch++) {
            now += random.nextLong(20 * MILLI);
            bench.clock.moveTo(now);
            if (random.nextInt(50) == 0) {
                bench.clock.stepWallClock(Duration.ofMillis(random.nextInt(-500, 500)));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                long time = now - random.nextLong(120 * MILLI);
                if (random.nextBoolean()) {
                    bench.records.cpu(1, 100, time, random.nextLong(300 * MILLI), 0);
                } else {
                    bench.records.syscall(EventType.SYSCALL_READ, 1, 100, time, 5, 0);
                }
            }
            bench.flush(now - random.nextLong(10 * MILLI));
        }
        bench.close();

        assertThat(bench.answered() + bench.settings.lost()).isEqualTo(bench.sent());
        assertThat(bench.settings.lost("late")).isPositive();
        assertContiguous(bench.closed());
        assertThat(bench.closed()).extracting(Window::sequence).doesNotHaveDuplicates();
    }

    private static void assertContiguous(List<Window> windows) {
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).startMonotonicNanos())
                    .isEqualTo(windows.get(i - 1).endMonotonicNanos());
        }
    }

    @Test
    void allocatesNothingPerEventOnTheFastPath() {
        HandClock clock = new HandClock(T0, T0 + OFFSET_NANOS);
        SlotWindow processor = new SlotWindow(
                new TestSettings("slot_window", clock),
                SlotWindowHarness.config(Duration.ofSeconds(1), GRACE, null),
                batch -> {});
        EventRecords records = new EventRecords(1 << 20);
        LongStream.range(0, 4096).forEach(i -> records.syscall(EventType.SYSCALL_READ, 1, 1, T0 + i, 1, 0));
        EventBatch batch = records.batch(T0 + 4096);
        for (int i = 0; i < 500; i++) {
            processor.consume(batch);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200; i++) {
            processor.consume(batch);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated / 200).as("bytes per batch of 4,096 events").isLessThan(512);
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new SlotWindow(
                new TestSettings("slot_window", new HandClock(0, 0)),
                SlotWindowHarness.config(Duration.ofSeconds(1), GRACE, null),
                batch -> {}));
    }
}
