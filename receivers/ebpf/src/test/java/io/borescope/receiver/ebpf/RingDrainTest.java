package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.SyscallEvent;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.MemoryRing;
import io.borescope.bpf.RingReader;
import io.borescope.testing.Collected;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RingDrainTest {
    private static final int WRITE = EventType.SYSCALL_WRITE.id();
    private static final long NOW = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;
    private static final int BATCH = 4;

    private final MemoryRing first = new MemoryRing(1 << 16);
    private final MemoryRing second = new MemoryRing(1 << 16);
    private final RingsInMemory source = new RingsInMemory(List.of(first, second));
    private final AtomicLong ringFull = new AtomicLong();
    private final AtomicLong incomplete = new AtomicLong();
    private final Collected<EventBatch> collected = new Collected<>(Signal.EVENTS);
    private long promise = Long.MAX_VALUE;
    private final RingDrain drain = new RingDrain(
            source, new EventBatch(BATCH), ringFull::addAndGet, incomplete::addAndGet, () -> promise, collected);

    @Test
    void handsOnEveryRecordOfEveryRingOnce() throws Exception {
        append(first, 1, 2, 3);
        append(second, 4, 5);
        while (drain.drain(NOW) > 0) {
            // until nothing is left
        }

        assertThat(collected.batches().stream().flatMap(RingDrainTest::timestamps))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void promisesTheTimeBeforeADrainThatEmptiedAllRings() throws Exception {
        append(first, 7);
        drain.drain(NOW);
        drain.drain(NOW + 20 * MILLISECOND);

        assertThat(watermarks()).containsExactly(EventBatch.NO_WATERMARK, NOW + 20 * MILLISECOND);
    }

    @Test
    void promisesNoMoreThanWhatIsStillToComeBesideTheRings() throws Exception {
        promise = NOW + 5;
        append(first, 7);
        drain.drain(NOW);
        drain.drain(NOW + 20 * MILLISECOND);
        promise = Long.MAX_VALUE;
        drain.drain(NOW + 40 * MILLISECOND);

        assertThat(watermarks()).containsExactly(EventBatch.NO_WATERMARK, NOW + 5, NOW + 40 * MILLISECOND);
    }

    @Test
    void promisesNoMoreThanTheRingThatIsFurthestBehind() throws Exception {
        append(first, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        append(second, 11);
        drain.drain(NOW);
        drain.drain(NOW + 1);
        drain.drain(NOW + 20 * MILLISECOND);
        drain.drain(NOW + 21 * MILLISECOND);

        assertThat(collected.batches()).extracting(EventBatch::size).containsExactly(4, 1, 4, 1, 0);
        assertThat(watermarks()).containsExactly(EventBatch.NO_WATERMARK, 4L, 8L, NOW + 1, NOW + 21 * MILLISECOND);
    }

    @Test
    void waitsForARecordThatIsStillBeingWritten() throws Exception {
        long busy = first.reserve(SyscallEvent.BYTES);
        append(first, 9);
        drain.drain(NOW);
        drain.drain(NOW + 20 * MILLISECOND);
        assertThat(collected.batches()).isEmpty();

        first.data().set(ValueLayout.JAVA_LONG_UNALIGNED, busy, 8);
        first.commit(busy);
        drain.drain(NOW + 21 * MILLISECOND);
        assertThat(collected.batches().stream().flatMap(RingDrainTest::timestamps))
                .containsExactly(8L, 9L);
    }

    @Test
    void advancesWhileNothingHappensButNotAtEveryTurn() throws Exception {
        for (int i = 0; i < 100; i++) {
            drain.drain(NOW + i * MILLISECOND);
        }

        assertThat(watermarks()).hasSize(10).isSorted().startsWith(NOW);
    }

    @Test
    void tellsEachLossOnceBeforeItsWatermarkPasses() throws Exception {
        drain.drain(NOW);
        source.lost[WRITE] = 5;
        source.lostForWantOfAnEnd = 2;
        drain.drain(NOW + MILLISECOND / 2);
        assertThat(collected.batches())
                .as("counters are not read at every turn")
                .hasSize(1);

        drain.drain(NOW + MILLISECOND);
        append(first, 1);
        drain.drain(NOW + 2 * MILLISECOND);

        assertThat(collected.batches()).extracting(batch -> batch.lost(WRITE)).containsExactly(0L, 5L, 0L);
        assertThat(collected.batches()).last().returns(NOW + MILLISECOND, EventBatch::watermarkNanos);
        assertThat(ringFull).hasValue(3);
        assertThat(incomplete).hasValue(2);
    }

    @Test
    void endsWithEverythingThatIsLeftAndTheLoss() throws Exception {
        append(first, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        append(second, 1);
        source.lost[WRITE] = 2;
        drain.drainToEnd(NOW);

        assertThat(collected.eventCount()).isEqualTo(10);
        assertThat(collected.batches()).last().returns(NOW, EventBatch::watermarkNanos);
        assertThat(collected.batches().stream().mapToLong(EventBatch::lost).sum())
                .isEqualTo(2);
        assertThat(drain.fill()).isZero();
    }

    @Test
    void allocatesNothing() throws Exception {
        long[] sum = {0};
        RingDrain measured = new RingDrain(
                source,
                new EventBatch(512),
                ringFull::addAndGet,
                incomplete::addAndGet,
                () -> Long.MAX_VALUE,
                batch -> {
                    for (int i = 0; i < batch.size(); i++) {
                        sum[0] += batch.u64(i, SyscallEvent.LATENCY_NANOS);
                    }
                });
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] record = new byte[SyscallEvent.BYTES];
        int rounds = 2_000;
        long allocated = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < 500; i++) {
                    first.append(record);
                }
                measured.drain(NOW + (long) (attempt * rounds + round) * MILLISECOND);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(allocated).as("bytes for %d batches", rounds).isLessThan(rounds);
    }

    private List<Long> watermarks() {
        return collected.batches().stream().map(EventBatch::watermarkNanos).toList();
    }

    private static Stream<Long> timestamps(EventBatch batch) {
        return IntStream.range(0, batch.size()).mapToLong(batch::timestampNanos).boxed();
    }

    private static void append(MemoryRing ring, long... timestamps) {
        for (long timestamp : timestamps) {
            long at = ring.reserve(SyscallEvent.BYTES);
            ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, timestamp);
            ring.commit(at);
        }
    }

    private static final class RingsInMemory implements RingSource {
        private final List<RingReader> readers;
        private final long[] lost = new long[EventRings.EVENT_TYPES];
        private long lostForWantOfAnEnd;

        RingsInMemory(List<MemoryRing> rings) {
            readers = rings.stream().map(MemoryRing::reader).toList();
        }

        @Override
        public List<RingReader> rings() {
            return readers;
        }

        @Override
        public long lost(long[] byType) {
            System.arraycopy(lost, 0, byType, 0, lost.length);
            return lostForWantOfAnEnd;
        }

        @Override
        public void await(int timeoutMillis) {}

        @Override
        public void wakeUp() {}
    }
}
