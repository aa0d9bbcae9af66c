package io.borescope.receiver.bpfobject;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.Temporality;
import io.borescope.bpf.MemoryRing;
import io.borescope.bpf.btf.Field;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events of 16 bytes, a time and a value, in windows of a second that begin with the wall clock's seconds. */
final class RingEventsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long EPOCH = 1_767_607_200 * SECOND;

    /** Monotonic time of the start, which is 0.4 s after a second of the wall clock. */
    private static final long START = 1_000 * SECOND;

    private static final Field TIME = Field.ofInteger("time", 0, 8, false);
    private static final Field VALUE = Field.ofInteger("value", 8, 8, false);

    private final HandClock clock = new HandClock(START, EPOCH + 400_000_000);
    private final TestSettings settings = new TestSettings("bpf_object/test", clock);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final MemoryRing ring = new MemoryRing(1 << 20);
    private final EventWindows windows;
    private final RingEvents events;

    RingEventsTest() throws ObjectException {
        MetricConfig sum = Configs.metric("m", MetricType.SUM, "value", Map.of());
        MetricConfig count = Configs.count("n", Map.of());
        List<MetricPlan> metrics = List.of(
                MetricPlan.of("metrics[0]", sum, Temporality.DELTA, path -> VALUE),
                MetricPlan.of("metrics[1]", count, Temporality.DELTA, path -> VALUE));
        MetricRows rows = new MetricRows(settings, out, 10);
        windows = new EventWindows(clock, SECOND, metrics, rows, true, clock.monotonicNanos());
        EventPlan plan = new EventPlan("events", 16, TIME, metrics, null);
        events = new RingEvents(settings, plan, ring.reader(), windows, rows, null, null);
    }

    private void append(long time, long value) {
        ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        assertThat(ring.append(record.putLong(time).putLong(value).array())).isTrue();
    }

    private void drainAt(long nanos) throws Exception {
        clock.moveTo(nanos);
        while (events.drain() > 0) {
            // until it is empty
        }
    }

    private static long sum(MetricBatch batch) {
        return batch.require("sum", LongColumn.class).get(0);
    }

    @Test
    void beginsWindowsWithTheSecondsOfTheWallClock() throws Exception {
        append(START + 100, 3);
        append(START + 600_000_000 - 1, 4);
        drainAt(START + 600_000_000);
        append(START + 600_000_000, 5);
        drainAt(START + 849_999_999);
        assertThat(out.batches()).as("within its grace").isEmpty();
        assertThat(windows.held()).isEqualTo(3);
        drainAt(START + 850_000_000);
        List<MetricBatch> first = out.take();
        assertThat(first).extracting(RingEventsTest::sum).containsExactly(7L, 2L);
        assertThat(first)
                .extracting(MetricBatch::eventCount)
                .as("answered for once")
                .containsExactly(2L, 0L);
        assertThat(first.getFirst().window().startEpochNanos()).isEqualTo(EPOCH + 400_000_000);
        assertThat(first.getFirst().window().endEpochNanos()).isEqualTo(EPOCH + SECOND);
        drainAt(START + 2 * SECOND);
        assertThat(out.take().getFirst().window().startEpochNanos()).isEqualTo(EPOCH + SECOND);
        assertThat(windows.held()).isZero();
    }

    @Test
    void countsWhatComesAfterItsWindow() throws Exception {
        drainAt(START + 850_000_000);
        append(START + 599_999_999, 3);
        append(START + 600_000_000, 4);
        drainAt(START + 850_000_000);
        assertThat(settings.lost("late")).isEqualTo(1);
        assertThat(windows.held()).isEqualTo(1);
    }

    @Test
    void countsWhatMakesNoSense() throws Exception {
        assertThat(ring.append(new byte[15])).isTrue();
        append(START + 100, -1);
        append(START + SECOND, 1);
        append(START + 100, 7);
        drainAt(START + 200);
        events.finish();
        assertThat(settings.lost("unreadable")).isEqualTo(3);
        assertThat(out.batches()).extracting(RingEventsTest::sum).containsExactly(7L, 1L);
        assertThat(out.batches().getFirst().lostEvents()).isEqualTo(3);
    }

    /** After a long rest the ring holds events of many windows; each comes out by itself, in order. */
    @Test
    void catchesUpOverManyWindows() throws Exception {
        for (int i = 0; i < 23; i++) {
            append(START + i * SECOND, i + 1);
        }
        drainAt(START + 40 * SECOND);
        List<MetricBatch> sums = out.batches().stream()
                .filter(batch -> batch.descriptor().name().equals("m"))
                .toList();
        assertThat(sums).hasSize(23).extracting(RingEventsTest::sum).isSorted();
        assertThat(sums)
                .extracting(batch -> batch.window().sequence())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(out.eventCount() + settings.lost() + windows.held()).isEqualTo(23);
    }

    @Test
    void endsWindowsWhereTheWallClockIsStepped() throws Exception {
        append(START + 100, 3);
        drainAt(START + 200);
        clock.stepWallClock(Duration.ofHours(-1));
        drainAt(START + 300);
        assertThat(out.take()).first().satisfies(batch -> {
            assertThat(sum(batch)).isEqualTo(3);
            assertThat(batch.window().endEpochNanos()).isEqualTo(EPOCH + 400_000_300);
        });
        append(START + 400, 4);
        drainAt(START + 3 * SECOND);
        assertThat(out.take().getFirst().window().startEpochNanos()).isEqualTo(EPOCH + 400_000_300 - 3_600 * SECOND);
    }

    @Test
    void handsOnWhatIsOpenAtTheEnd() throws Exception {
        append(START + 100, 3);
        append(START + 600_000_000, 5);
        clock.moveTo(START + 700_000_000);
        events.finish();
        assertThat(out.eventCount()).isEqualTo(2);
        assertThat(out.batches().getLast().window().endEpochNanos()).isEqualTo(EPOCH + 1_100_000_000);
        assertThat(windows.held()).isZero();
    }
}
