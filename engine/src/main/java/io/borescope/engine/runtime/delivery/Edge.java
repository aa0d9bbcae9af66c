package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.LossReason;

/** The way from one pipeline to one exporter, with an account of its own. Thread-safe. */
public final class Edge {
    private final SendingQueue queue;
    private final Account account;

    Edge(SendingQueue queue, Account account) {
        this.queue = queue;
        this.account = account;
        account.held(() -> queue.held(account));
    }

    /** Offers an owned batch to the exporter's queue; a refusal is counted here. */
    public void offer(Batch batch) {
        account.in(batch);
        queue.offer(batch, account).ifPresent(reason -> account.lost(reason, batch));
    }

    /** Counts a batch that cannot even be offered. */
    public void refuse(Batch batch, LossReason reason) {
        account.in(batch);
        account.lost(reason, batch);
    }

    /** Sent, lost and held by this edge. */
    public Account account() {
        return account;
    }
}
