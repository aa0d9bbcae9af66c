package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.engine.runtime.delivery.SendingQueue.Terms;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.util.Optional;

/** The way from one pipeline to one exporter, with an account of its own. Thread-safe. */
public final class Edge {
    private final SendingQueue queue;
    private final Account account;

    Edge(SendingQueue queue, Account account) {
        this.queue = queue;
        this.account = account;
        account.held(() -> queue.held(account));
    }

    /** Whether the queue would take a batch now, or wait until it can. */
    public boolean hasRoom() {
        return queue.hasRoom();
    }

    /** Offers an owned batch to the exporter's queue; what it does not take is lost. */
    public void offer(Batch batch) {
        offer(batch, Terms.FINAL);
    }

    /**
     * Lets an owned batch in that was promised to be taken when there still was room: beyond the size of the queue if need be. Only what keeps even that
     * from being written, such as a full disk, loses it.
     */
    public void letIn(Batch batch) {
        offer(batch, Terms.PROMISED);
    }

    private void offer(Batch batch, Terms terms) {
        account.in(batch);
        queue.offer(batch, account, terms).ifPresent(reason -> account.lost(reason, batch));
    }

    /** How far its queue is beyond its size. */
    public long excess() {
        return queue.excess();
    }

    /**
     * Offers an owned batch to the exporter's queue, unless that is full.
     *
     * @return false if it is full; then the batch is in no account here. What is not taken for another reason is lost
     */
    public boolean offerUnlessFull(Batch batch) {
        account.in(batch);
        Optional<LossReason> refusal = queue.offer(batch, account, Terms.FINAL);
        if (refusal.isPresent() && refusal.get() == LossReason.QUEUE_FULL) {
            account.returned(batch);
            return false;
        }
        refusal.ifPresent(reason -> account.lost(reason, batch));
        return true;
    }

    /**
     * Offers an owned batch whose sender can bring it again. With {@code wait_for_result} that includes its export.
     *
     * @return why it was not taken, if another time may do better; then it is in no account here. What cannot be taken ever counts as taken,
     *     and as lost
     */
    public Optional<LossReason> offerReturnable(Batch batch) {
        account.in(batch);
        Optional<LossReason> refusal = queue.offer(batch, account, Terms.RETURNABLE);
        if (refusal.isPresent() && refusal.get().isPassing()) {
            account.returned(batch);
            return refusal;
        }
        refusal.ifPresent(reason -> account.lost(reason, batch));
        return Optional.empty();
    }

    /** Counts a batch that was not offered, or was not taken and is not brought again. */
    public void refuse(Batch batch, LossReason reason) {
        account.in(batch);
        account.lost(reason, batch);
    }

    /** Sent, lost and held by this edge. */
    public Account account() {
        return account;
    }
}
