package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LossReason;
import org.jspecify.annotations.Nullable;

/**
 * An owned batch on its way through an edge, in memory or on disk. Compared by identity: the same batch may wait twice. Its batch is only touched by who has
 * taken it from the queue.
 */
final class QueuedBatch {
    private final Account account;
    private final Signal<?> signal;
    private final Count count;
    private final long bytes;
    private final long queuedNanos;
    private long number;
    private @Nullable Batch batch;
    private boolean awaited;
    private @Nullable LossReason returned;

    /**
     * @param account of the edge it came by
     * @param signal of the batch
     * @param count what it answers for
     * @param bytes its size, 0 if nobody asks
     * @param queuedNanos when, {@link System#nanoTime}
     * @param batch null if it has to be read first
     */
    QueuedBatch(Account account, Signal<?> signal, Count count, long bytes, long queuedNanos, @Nullable Batch batch) {
        this.account = account;
        this.signal = signal;
        this.count = count;
        this.bytes = bytes;
        this.queuedNanos = queuedNanos;
        this.batch = batch;
    }

    /** The batch; read before. */
    Batch batch() {
        if (batch == null) {
            throw new IllegalStateException("record " + number + " has not been read");
        }
        return batch;
    }

    boolean isRead() {
        return batch != null;
    }

    void batch(Batch read) {
        batch = read;
    }

    Account account() {
        return account;
    }

    Signal<?> signal() {
        return signal;
    }

    /** What it answers for, in events and records. */
    Count count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    long queuedNanos() {
        return queuedNanos;
    }

    /** Remembers its record on disk; whether it stays in memory too is up to the queue. */
    void storedAs(long record, boolean staysInMemory) {
        number = record;
        if (!staysInMemory) {
            batch = null;
        }
    }

    /** The number of its record on disk, or 0. */
    long number() {
        return number;
    }

    /** Whether whoever offered it waits for the result and can bring it again. Guarded by the queue's lock, as what follows from it. */
    void awaited(boolean waits) {
        awaited = waits;
    }

    /** Why it was given back to whoever offered it, or null if it was not. */
    @Nullable
    LossReason returned() {
        return returned;
    }

    /** Gives it back to whoever waits for it, if it may get through later; else books it as lost. */
    void lostOrReturned(LossReason reason) {
        if (awaited && reason.isPassing()) {
            returned = reason;
        } else {
            account.lost(reason, count.events(), count.records());
        }
    }

    /** Books it as sent, except for records that the backend refused; those take their share of the events with them. */
    void sent(long rejected) {
        long events = count.events();
        long size = count.records();
        long rejectedEvents =
                rejected >= size ? (rejected == 0 ? 0 : events) : (long) ((double) events * rejected / size);
        account.lost(LossReason.REJECTED, rejectedEvents, rejected);
        account.out(events - rejectedEvents, size - rejected);
    }
}
