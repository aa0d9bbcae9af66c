package io.borescope.receiver.ebpf;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.RingReader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many events of each type came out of the rings, of everybody and of one thread. */
final class ArrivedEvents {
    private static final int BATCH = 512;

    /** More than any ring holds; so a flood that fills the ring as fast as it is read does not hold the reader. */
    private static final int MOST_BATCHES = 100_000;

    private final long[] byType = new long[EventType.ID_LIMIT];
    private final long[] byTypeOfThread = new long[EventType.ID_LIMIT];
    private final int tid;

    /**
     * @param tid of the thread that is counted for itself
     */
    ArrivedEvents(int tid) {
        this.tid = tid;
    }

    /** Reads what is in the rings. */
    void drain(EventRings rings) {
        EventBatch batch = new EventBatch(BATCH);
        for (int i = 0; i < rings.count(); i++) {
            drain(rings.reader(i), batch);
        }
    }

    private void drain(RingReader ring, EventBatch batch) {
        for (int i = 0; i < MOST_BATCHES; i++) {
            int read = ring.read(batch.offsets(), batch.capacity());
            count(batch.fill(ring.data(), read, EventBatch.NO_WATERMARK));
            ring.release();
            if (ring.drained()) {
                return;
            }
        }
    }

    private void count(EventBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            byType[batch.type(i)]++;
            if (batch.tid(i) == tid) {
                byTypeOfThread[batch.type(i)]++;
            }
        }
    }

    /** Events of a type from the one thread. */
    long ofThread(EventType type) {
        return byTypeOfThread[type.id()];
    }

    /** How many of each type there were, leaving out some types, the most frequent first: {@code syscall_write 23, syscall_read 2}. */
    String describeWithout(Set<EventType> leftOut) {
        return IntStream.range(0, byType.length)
                .filter(type -> byType[type] > 0 && !leftOut.contains(EventType.of(type)))
                .boxed()
                .sorted((a, b) -> Long.compare(byType[b], byType[a]))
                .map(type -> "%s %,d".formatted(EventType.labelOf(type), byType[type]))
                .collect(Collectors.joining(", "));
    }
}
