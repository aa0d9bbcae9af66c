package io.borescope.processor.slotwindow;

import static io.borescope.processor.slotwindow.SlotWindowHarness.MILLI;
import static io.borescope.processor.slotwindow.SlotWindowHarness.OFFSET_NANOS;
import static io.borescope.processor.slotwindow.SlotWindowHarness.SECOND;
import static io.borescope.processor.slotwindow.SlotWindowHarness.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventBatch;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.SlotNetwork;
import io.borescope.api.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where slots begin and end, to the nanosecond. */
class SlotBordersTest {
    private static final long TEN_MILLIS = 10 * MILLI;
    private static final Duration SLOT = Duration.ofSeconds(12);

    private static SlotConfig slotsFrom(long genesisEpochNanos, Duration duration) {
        return new SlotConfig(null, Instant.ofEpochSecond(0, genesisEpochNanos).toString(), duration, null);
    }

    private static SlotWindowHarness bench(Duration interval, SlotConfig slots) {
        return new SlotWindowHarness(
                new SlotWindowConfig(interval, slots, Duration.ofSeconds(20), Duration.ofSeconds(30), 4096));
    }

    /** Every nanosecond from a microsecond before to a microsecond after a border; the border anywhere within a millisecond. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 400_001, 999_999})
    void eventsOnBothSidesOfASlotsBorderLandInTheirSlot(long withinMilli) {
        long border = T0 + withinMilli;
        SlotClock slots = new SlotClock(border + OFFSET_NANOS - 7 * 12 * SECOND, 12 * SECOND, 32);
        SlotWindowHarness bench = bench(Duration.ofSeconds(3), slotsFrom(slots.genesisEpochNanos(), SLOT));
        List<Long> times = new ArrayList<>();
        LongStream.rangeClosed(border - 1000, border + 1000).forEach(times::add);
        Collections.shuffle(times, new Random(1));
        bench.clock.moveTo(border + SECOND);
        for (int from = 0; from < times.size(); from += 100) {
            bench.send(
                    EventBatch.NO_WATERMARK,
                    times.subList(from, Math.min(from + 100, times.size())).stream()
                            .mapToLong(Long::longValue)
                            .toArray());
        }
        bench.send(border + SECOND);
        bench.close();

        Map<Long, Long> slotOf = new HashMap<>();
        SortedMap<Long, List<Long>> timesByWindow = bench.timesByWindow();
        for (Window window : bench.closed()) {
            for (long time : timesByWindow.getOrDefault(window.startMonotonicNanos(), List.of())) {
                assertThat(slotOf.put(time, window.slot())).isNull();
            }
        }
        assertThat(slotOf).hasSize(2001);
        slotOf.forEach((time, slot) -> assertThat(slot).isEqualTo(time < border ? 6 : 7));
        assertThat(bench.closed())
                .filteredOn(window -> window.slot() == 7)
                .allMatch(window -> window.slotStartEpochNanos() == border + OFFSET_NANOS);
    }

    @Test
    void tenMillisecondWindowsFillASlotExactly() {
        long genesis = T0 + OFFSET_NANOS - 12 * SECOND;
        SlotWindowHarness bench = bench(Duration.ofMillis(10), slotsFrom(genesis, SLOT));
        Random random = new Random(2);
        for (long window = 0; window < 1200; window++) {
            long start = T0 + window * 10 * MILLI;
            bench.send(start + 10 * MILLI, start, start + random.nextLong(10 * MILLI), start + 10 * MILLI - 1);
        }
        bench.close();

        assertThat(bench.closed()).hasSize(1200);
        for (int i = 0; i < 1200; i++) {
            Window window = bench.closed().get(i);
            assertThat(window.startEpochNanos()).isEqualTo(T0 + OFFSET_NANOS + i * TEN_MILLIS);
            assertThat(window.durationNanos()).isEqualTo(10 * MILLI);
            assertThat(window.slot()).isEqualTo(1);
        }
        assertThat(bench.timesByWindow().values()).allMatch(times -> times.size() == 3);
    }

    @Test
    void shortSlotsAreCutIntoTenMillisecondsAndARest() {
        SlotWindowHarness bench =
                bench(Duration.ofMillis(10), slotsFrom(T0 + OFFSET_NANOS - 100 * 25 * MILLI, Duration.ofMillis(25)));
        bench.send(T0, T0);
        bench.send(T0 + 50 * MILLI);
        bench.close();

        assertThat(bench.closedMillis()).containsExactly("0-10", "10-20", "20-25", "25-35", "35-45", "45-50");
        assertThat(bench.closed()).extracting(Window::slot).containsExactly(100L, 100L, 100L, 101L, 101L, 101L);
    }

    @Test
    void beforeGenesisThereIsNoSlotNoEpochAndNo1970() {
        SlotWindowHarness bench = bench(Duration.ofSeconds(5), slotsFrom(T0 + OFFSET_NANOS + 14 * SECOND + 1, SLOT));
        bench.send(T0, T0);
        bench.send(T0 + 20 * SECOND);
        bench.close();

        List<Window> before = bench.closed().stream()
                .filter(window -> window.startEpochNanos() <= T0 + OFFSET_NANOS + 14 * SECOND)
                .toList();
        assertThat(before).hasSizeGreaterThan(2).allSatisfy(window -> {
            assertThat(window.slot()).isEqualTo(Window.NO_SLOT);
            assertThat(window.epoch()).isEqualTo(Window.NO_EPOCH);
            assertThat(window.slotStartEpochNanos())
                    .isBetween(window.startEpochNanos() - 5 * SECOND, window.startEpochNanos());
        });
        Window first = bench.closed().get(before.size());
        assertThat(first.slot()).isZero();
        assertThat(first.epoch()).isZero();
        assertThat(first.startEpochNanos()).isEqualTo(T0 + OFFSET_NANOS + 14 * SECOND + 1);
    }

    @Test
    void aNetworkByNameGivesItsSlotsAndEpochs() {
        SlotClock gnosis = SlotNetwork.GNOSIS.slots();
        SlotWindowHarness bench = bench(Duration.ofSeconds(5), SlotConfig.of(SlotNetwork.GNOSIS));
        bench.send(T0, T0);
        bench.send(T0 + 60 * SECOND);

        Window second = bench.closed().get(1);
        long sinceGenesis = second.startEpochNanos() - 1_638_993_340L * SECOND;
        assertThat(sinceGenesis % (5 * SECOND)).isZero();
        assertThat(second.slot()).isEqualTo(Math.max(Window.NO_SLOT, sinceGenesis / (5 * SECOND)));
        assertThat(gnosis.epochOf(17)).isEqualTo(1);
    }

    @Test
    void slotsPerEpochGiveTheEpoch() {
        SlotConfig slots = new SlotConfig(
                null, Instant.ofEpochSecond(0, T0 + OFFSET_NANOS - 100 * SECOND).toString(), Duration.ofSeconds(1), 8);
        SlotWindowHarness bench = bench(Duration.ofSeconds(1), slots);
        bench.send(T0, T0);
        bench.send(T0 + 5 * SECOND);
        bench.close();

        assertThat(bench.closed()).extracting(Window::slot).containsExactly(100L, 101L, 102L, 103L, 104L);
        assertThat(bench.closed()).extracting(Window::epoch).containsExactly(12L, 12L, 12L, 12L, 13L);
    }
}
