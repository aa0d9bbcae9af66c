package io.borescope.engine.runtime.delivery;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.StartException;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageException.Reason;
import io.borescope.api.storage.StoredRecord;
import io.borescope.engine.runtime.telemetry.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches of one exporter's queue on disk. Thread-safe. */
final class StoredBatches {
    private static final Logger log = LoggerFactory.getLogger(StoredBatches.class);

    private final ComponentId exporter;
    private final RecordStore store;

    /** Records that are settled, but could not be removed yet. */
    private final Set<Long> unremoved = new TreeSet<>();

    private boolean failing;

    StoredBatches(ComponentId exporter, RecordStore store) {
        this.exporter = exporter;
        this.store = store;
    }

    /**
     * What an earlier run left, oldest first, booked as recovered.
     *
     * @param accountOf the account for a pipeline's batches
     * @throws StartException if a newer version has written something that this one does not know
     */
    List<QueuedBatch> recover(Function<String, Account> accountOf) throws StartException {
        List<QueuedBatch> recovered = new ArrayList<>();
        for (StoredRecord record : store.found()) {
            try {
                BatchRecord.Head head = BatchRecord.Head.read(record.head());
                Account account = accountOf.apply(head.pipeline());
                account.recovered(head.count().events(), head.count().records());
                QueuedBatch queued = new QueuedBatch(
                        account, head.signal(), head.count(), record.bodyBytes(), System.nanoTime(), null);
                queued.storedAs(record.number(), false);
                recovered.add(queued);
            } catch (IOException unknown) {
                throw new StartException(
                        "%s: the queue on disk holds %s, which this version cannot read. Use the agent that wrote it, or move its file away."
                                .formatted(exporter, unknown.getMessage()),
                        unknown);
            }
        }
        if (!recovered.isEmpty()) {
            log.info("{}: an earlier run left {} batches in the queue on disk", exporter, recovered.size());
        }
        return recovered;
    }

    /**
     * Appends a batch.
     *
     * @return the number of its record
     */
    long append(BatchRecord record) throws StorageException {
        try {
            long number = store.append(record.head(), record.body());
            works();
            return number;
        } catch (StorageException failure) {
            fails(failure);
            throw failure;
        }
    }

    /** Reads a batch, if it was not read before. */
    void read(QueuedBatch queued) throws StorageException {
        if (queued.isRead()) {
            return;
        }
        byte[] body = store.read(queued.number());
        try {
            queued.batch(BatchRecord.read(queued.signal(), body));
        } catch (IOException damaged) {
            log.warn("{}: a batch in the queue on disk cannot be read and is left out", exporter, damaged);
            throw new StorageException(Reason.DAMAGED, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /** Removes batches; what cannot be removed now is removed with later ones. Until then another run would deliver it again. */
    synchronized void remove(Collection<QueuedBatch> settled) {
        settled.forEach(queued -> unremoved.add(queued.number()));
        if (unremoved.isEmpty()) {
            return;
        }
        try {
            store.remove(List.copyOf(unremoved));
            unremoved.clear();
        } catch (StorageException failure) {
            fails(failure);
        }
    }

    void close() {
        store.close();
    }

    private synchronized void fails(StorageException failure) {
        if (!failing) {
            failing = true;
            log.warn("{}: the queue on disk cannot be written: {}", exporter, failure.getMessage());
        }
    }

    private synchronized void works() {
        if (failing) {
            failing = false;
            log.info("{}: the queue on disk can be written again", exporter);
        }
    }
}
