package io.borescope.receiver.ebpf;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.RingReader;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many events of each type came out of the rings. */
final class ArrivedEvents {
    private static final int BATCH = 512;

    /** More than any ring holds; so a flood that fills the ring as fast as it is read does not hold the reader. */
    private static final int MOST_BATCHES = 100_000;

    private final long[] byType = new long[EventType.ID_LIMIT];

    /**
     * Reads what is in the rings.
     *
     * @param counts which events of a batch count, by their index in it
     */
    void drain(EventRings rings, Function<EventBatch, IntPredicate> counts) {
        EventBatch batch = new EventBatch(BATCH);
        for (int i = 0; i < rings.count(); i++) {
            drain(rings.reader(i), batch, counts.apply(batch));
        }
    }

    private void drain(RingReader ring, EventBatch batch, IntPredicate counts) {
        for (int i = 0; i < MOST_BATCHES; i++) {
            int read = ring.read(batch.offsets(), batch.capacity());
            batch.fill(ring.data(), read, EventBatch.NO_WATERMARK);
            IntStream.range(0, read).filter(counts).forEach(index -> byType[batch.type(index)]++);
            ring.release();
            if (ring.drained()) {
                return;
            }
        }
    }

    /** Events of a type. */
    long of(int type) {
        return byType[type];
    }

    boolean isEmpty() {
        return Arrays.stream(byType).allMatch(count -> count == 0);
    }

    /** The most frequent first: {@code syscall_write 23, syscall_read 2}. */
    @Override
    public String toString() {
        return IntStream.range(0, byType.length)
                .filter(type -> byType[type] > 0)
                .boxed()
                .sorted((a, b) -> Long.compare(byType[b], byType[a]))
                .map(type -> "%s %,d".formatted(EventType.labelOf(type), byType[type]))
                .collect(Collectors.joining(", "));
    }
}
