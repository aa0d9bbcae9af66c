package io.borescope.processor.slotwindow;

import static io.borescope.processor.slotwindow.SlotWindowHarness.MILLI;
import static io.borescope.processor.slotwindow.SlotWindowHarness.OFFSET_NANOS;
import static io.borescope.processor.slotwindow.SlotWindowHarness.SECOND;
import static io.borescope.processor.slotwindow.SlotWindowHarness.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventBatch;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import io.borescope.processor.slotwindow.PlacementModel.Piece;
import io.borescope.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random events, clock steps and slot clocks: the processor agrees with {@link PlacementModel} on every window and every event. */
class PlacementTest {
    private static final Duration GRACE = Duration.ofMillis(50);

    static LongStream seeds() {
        return LongStream.range(0, LongForm.isWanted() ? 5000 : 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithASlowModel(long seed) {
        Random random = new Random(seed);
        long interval = 10 * MILLI + random.nextLong(90 * MILLI);
        SlotWindowHarness bench = new SlotWindowHarness(
                new SlotWindowConfig(Duration.ofNanos(interval), null, GRACE, Duration.ofSeconds(60), 4096));
        PlacementModel model = new PlacementModel(interval, OFFSET_NANOS);
        List<Long> events = new ArrayList<>();
        long now = T0;
        long watermark = EventBatch.NO_WATERMARK;
        for (int batch = 0; batch < 120; batch++) {
            now += 1 + random.nextLong(60 * MILLI);
            bench.clock.moveTo(now);
            if (batch > 0 && random.nextInt(10) == 0) {
                long step = random.nextLong(-4 * SECOND, 4 * SECOND) / (1 + random.nextInt(1000));
                bench.clock.stepWallClock(Duration.ofNanos(step));
                model.step(now, step);
            }
            if (random.nextInt(15) == 0) {
                SlotClock slots = randomSlots(random, interval);
                bench.settings.services().publish(SlotClock.class, slots);
                model.publish(slots);
            }
            // Later than this by the grace at most, so that no window of theirs has closed.
            long earliest = watermark == EventBatch.NO_WATERMARK ? T0 - 200 * MILLI : watermark - GRACE.toNanos();
            long[] times = random.longs(1 + random.nextInt(6), Math.min(earliest, now - 1), now)
                    .toArray();
            watermark = Math.max(watermark, now - 1 - random.nextLong(80 * MILLI));
            bench.send(watermark, times);
            model.cover(watermark, times);
            LongStream.of(times).forEach(events::add);
        }
        bench.close();

        assertThat(bench.settings.lost()).isZero();
        assertThat(bench.answered()).isEqualTo(events.size());
        assertThat(bench.closed().stream().map(PlacementTest::pieceOf)).isEqualTo(model.pieces());
        assertThat(bench.timesByWindow()).isEqualTo(byPiece(model.pieces(), events));
        assertStartsAreToldRight(bench.closed(), model);
    }

    private static SlotClock randomSlots(Random random, long interval) {
        long length = interval + random.nextLong(5 * interval);
        long genesis = T0 + OFFSET_NANOS - random.nextLong(20 * SECOND) + random.nextLong(6 * SECOND);
        return new SlotClock(genesis, length, 1 + random.nextInt(40));
    }

    private static Piece pieceOf(Window window) {
        return new Piece(
                window.startMonotonicNanos(),
                window.endMonotonicNanos(),
                window.slot(),
                window.slot() == Window.NO_SLOT ? 0 : window.slotStartEpochNanos(),
                window.epoch());
    }

    private static SortedMap<Long, List<Long>> byPiece(List<Piece> pieces, List<Long> events) {
        SortedMap<Long, List<Long>> byStart = new TreeMap<>();
        for (Piece piece : pieces) {
            byStart.put(
                    piece.start(),
                    events.stream()
                            .filter(time -> time >= piece.start() && time < piece.end())
                            .sorted()
                            .toList());
        }
        return byStart;
    }

    /** True, unless an earlier window started in that millisecond of wall time or after it: then in the first one that is free. */
    private static void assertStartsAreToldRight(List<Window> windows, PlacementModel model) {
        long latestMillis = Long.MIN_VALUE;
        for (Window window : windows) {
            long start = model.wallAt(window.startMonotonicNanos());
            boolean free = Math.floorDiv(start, MILLI) > latestMillis;
            assertThat(window.startEpochNanos()).isEqualTo(free ? start : (latestMillis + 1) * MILLI);
            latestMillis = Math.floorDiv(window.startEpochNanos(), MILLI);
        }
    }
}
