package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.LossReason;

/**
 * An owned batch on its way through an edge. Compared by identity: the same batch may wait twice.
 */
final class QueuedBatch {
    private final Batch batch;
    private final Account account;
    private final long queuedNanos;

    /**
     * @param account of the edge it came by
     * @param queuedNanos when, {@link System#nanoTime}
     */
    QueuedBatch(Batch batch, Account account, long queuedNanos) {
        this.batch = batch;
        this.account = account;
        this.queuedNanos = queuedNanos;
    }

    Batch batch() {
        return batch;
    }

    Account account() {
        return account;
    }

    long queuedNanos() {
        return queuedNanos;
    }

    void lost(LossReason reason) {
        account.lost(reason, batch);
    }

    /** Books it as sent, except for records that the backend refused; those take their share of the events with them. */
    void sent(long rejected) {
        long events = batch.eventCount();
        long size = batch.size();
        long rejectedEvents =
                rejected >= size ? (rejected == 0 ? 0 : events) : (long) ((double) events * rejected / size);
        account.lost(LossReason.REJECTED, rejectedEvents, rejected);
        account.out(events - rejectedEvents, size - rejected);
    }
}
