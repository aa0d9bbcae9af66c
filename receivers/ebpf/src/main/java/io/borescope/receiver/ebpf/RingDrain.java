package io.borescope.receiver.ebpf;

import io.borescope.api.BatchConsumer;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.telemetry.Counter;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.RingReader;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves events from the rings to the pipeline: per slice one batch from each ring that has something. Allocates nothing. Belongs to one
 * thread but for {@link #fill()}.
 */
final class RingDrain {
    /** How old the loss counters may get. Reading them is a system call that copies a kilobyte per CPU. */
    private static final long LOSS_NANOS = 1_000_000;

    /** Progress alone is handed on this often at most. */
    private static final long QUIET_NANOS = 10_000_000;

    private final RingSource source;
    private final RingReader[] rings;
    private final long[] drainedUntil;
    private final EventBatch batch;
    private final Counter ringFull;
    private final Counter incomplete;
    private final LongSupplier promise;
    private final BatchConsumer<EventBatch> next;
    private final long[] lostTotal = new long[EventRings.EVENT_TYPES];
    private final long[] lostBefore = new long[EventRings.EVENT_TYPES];
    private final long[] lostNow = new long[EventRings.EVENT_TYPES];
    private long @Nullable [] told;
    private long incompleteBefore;
    private long lostReadNanos = EventBatch.NO_WATERMARK;
    private boolean lossToTell;
    private long handedOnNanos = EventBatch.NO_WATERMARK;
    private volatile long fill;

    /**
     * @param batch filled again and again; its capacity is the most events of a batch
     * @param ringFull counts events that the kernel could not place in a ring
     * @param incomplete counts events of which only one end was seen
     * @param promise monotonic time up to which nothing is still to come in another way than through the rings
     */
    RingDrain(
            RingSource source,
            EventBatch batch,
            Counter ringFull,
            Counter incomplete,
            LongSupplier promise,
            BatchConsumer<EventBatch> next) {
        this.source = source;
        this.rings = source.rings().toArray(RingReader[]::new);
        this.drainedUntil = new long[rings.length];
        Arrays.fill(drainedUntil, EventBatch.NO_WATERMARK);
        this.batch = batch;
        this.ringFull = ringFull;
        this.incomplete = incomplete;
        this.promise = promise;
        this.next = next;
    }

    /** Bytes that waited in all rings when they were last looked at. Any thread. */
    long fill() {
        return fill;
    }

    /** What was handed on so far, by type; counted from the first call on. */
    long[] told() {
        if (told == null) {
            told = new long[EventType.ID_LIMIT];
        }
        return told;
    }

    /** Says with what is handed on from now on which part of the events it is. */
    void sampling(EventSampling sampling) {
        batch.withSampling(sampling);
    }

    /**
     * Reads up to a batch from every ring.
     *
     * @param now monotonic time, taken before
     * @return events read
     */
    int drain(long now) throws BpfException {
        if (now >= lostReadNanos + LOSS_NANOS) {
            readLost(now);
        }
        int work = 0;
        long waiting = 0;
        for (int i = 0; i < rings.length; i++) {
            work += drain(i, now);
            waiting += rings[i].fill();
        }
        fill = waiting;
        boolean quiet = work == 0 && watermark() >= handedOnNanos + QUIET_NANOS;
        if (lossToTell || quiet) {
            handOn(rings[0], 0);
        }
        return work;
    }

    /** Reads everything that is left and tells the loss, once no program writes any more. */
    void drainToEnd(long now) throws BpfException {
        int read;
        do {
            read = drain(now);
        } while (read > 0);
        readLost(now);
        handOn(rings[0], 0);
    }

    /**
     * An emptied ring is complete up to the time taken before: the programs take an event's place in the ring first and its time then. One
     * that still holds events is complete up to the last one read.
     */
    private int drain(int index, long now) {
        RingReader ring = rings[index];
        int read = ring.read(batch.offsets(), batch.capacity());
        if (ring.drained()) {
            advance(index, now);
        } else if (read > 0) {
            batch.fill(ring.data(), read, EventBatch.NO_WATERMARK);
            advance(index, batch.timestampNanos(read - 1));
        }
        if (read > 0) {
            handOn(ring, read);
        }
        ring.release();
        return read;
    }

    private void advance(int index, long until) {
        drainedUntil[index] = Math.max(drainedUntil[index], until);
    }

    private void handOn(RingReader ring, int size) {
        handedOnNanos = watermark();
        batch.fill(ring.data(), size, handedOnNanos);
        if (lossToTell) {
            batch.withLost(lostNow);
            lossToTell = false;
        }
        tell(batch);
    }

    /** Hands on what came in another way than through the rings. */
    void handOnBeside(EventBatch other) {
        tell(other.withSampling(batch.sampling()));
    }

    private void tell(EventBatch events) {
        if (told != null) {
            count(events, told);
        }
        next.consume(events);
    }

    private static void count(EventBatch events, long[] byType) {
        for (int i = 0; i < events.size(); i++) {
            byType[events.type(i)] += events.events(i);
        }
    }

    /** Complete in every ring and beside them, and no loss before it is still to be told. */
    long watermark() {
        long watermark = Math.min(lostReadNanos, promise.getAsLong());
        for (long until : drainedUntil) {
            watermark = Math.min(watermark, until);
        }
        return watermark;
    }

    private void readLost(long now) throws BpfException {
        long incompleteTotal = source.lost(lostTotal);
        long incompleteNow = incompleteTotal - incompleteBefore;
        long lost = 0;
        for (int type = 0; type < lostTotal.length; type++) {
            lostNow[type] = lostTotal[type] - lostBefore[type];
            lostBefore[type] = lostTotal[type];
            lost += lostNow[type];
        }
        incompleteBefore = incompleteTotal;
        lostReadNanos = now;
        lossToTell = lost > 0;
        ringFull.add(lost - incompleteNow);
        incomplete.add(incompleteNow);
    }
}
