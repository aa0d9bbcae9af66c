package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageException.Reason;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.Batching;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue in front of an exporter, and the batches that consumers have taken from it and not settled yet. In memory, or on disk
 * once {@link #keepOn} was called: then what is not settled when the queue closes stays there for the next run. Thread-safe. Times are {@link
 * System#nanoTime}, because threads wait by it.
 */
final class SendingQueue {
    private static final Logger log = LoggerFactory.getLogger(SendingQueue.class);

    /** Most batches of one export where users configured no {@code batch}. */
    static final int MAX_BATCHES = 100;

    /** Room on a disk may come without our doing, so whoever waits for room looks again. */
    private static final Duration ROOM_CHECK = Duration.ofSeconds(1);

    private final DeliveryConfig.SendingQueue config;
    private final @Nullable Batching batching;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition draining = lock.newCondition();
    private final Condition settled = lock.newCondition();
    private final AtomicBoolean unwritableLogged = new AtomicBoolean();
    private final Deque<QueuedBatch> waiting = new ArrayDeque<>();
    private final Set<QueuedBatch> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable StoredBatches stored;
    private long waitingItems;
    private long waitingBytes;
    private boolean stopping;
    private long offersWaitUntilNanos;
    private boolean drain;
    private long drainUntilNanos;
    private boolean drainGivenUp;
    private boolean diskFull;
    private long diskFullUntilNanos;
    private boolean closed;

    SendingQueue(DeliveryConfig.SendingQueue config) {
        this.config = config;
        this.batching = config.batch();
    }

    /**
     * Moves the queue to a disk. Called before anything is offered or taken.
     *
     * @param recovered what an earlier run left there, oldest first
     */
    void keepOn(StoredBatches storage, List<QueuedBatch> recovered) {
        lock.lock();
        try {
            stored = storage;
            recovered.forEach(this::addLast);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a batch would be let in now, or would wait for room. */
    boolean hasRoom() {
        lock.lock();
        try {
            if (closed || drain) {
                return false;
            }
            boolean full = waiting(config.sizer()) >= config.queueSize() || isDiskFull();
            return config.blockOnOverflow() || waiting.isEmpty() || !full;
        } finally {
            lock.unlock();
        }
    }

    /** How far it is beyond its size, in what that is counted in. */
    long excess() {
        lock.lock();
        try {
            return Math.max(0, waiting(config.sizer()) - config.queueSize());
        } finally {
            lock.unlock();
        }
    }

    private boolean isDiskFull() {
        return diskFull && System.nanoTime() - diskFullUntilNanos < 0;
    }

    /** On what terms a batch comes. */
    enum Terms {
        /** What is not taken is lost. */
        FINAL,
        /** The caller can take back what was let in, but then lost for a reason that may pass. */
        RETURNABLE,
        /** It was promised to be taken, so it is let in though the queue is full. */
        PROMISED
    }

    /**
     * Lets a batch in, or says why not. Waits for room only if {@code block_on_overflow} is set, and for the result only if {@code
     * wait_for_result} is.
     */
    Optional<LossReason> offer(Batch batch, Account account, Terms terms) {
        BatchRecord record;
        long bytes;
        try {
            record = stored == null
                    ? null
                    : BatchRecord.of(batch, batch.signal(), account.key().pipeline());
            bytes = bytes(batch, record);
        } catch (IOException beyondLimits) {
            if (unwritableLogged.compareAndSet(false, true)) {
                log.warn("{}: a batch cannot be written down", account.key(), beyondLimits);
            }
            return Optional.of(LossReason.UNWRITABLE);
        }
        Count count = new Count(batch.eventCount(), batch.size());
        QueuedBatch queued = new QueuedBatch(account, batch.signal(), count, bytes, System.nanoTime(), batch);
        queued.awaited(terms == Terms.RETURNABLE && config.waitForResult());
        return offer(queued, record, terms == Terms.PROMISED);
    }

    private long bytes(Batch batch, @Nullable BatchRecord record) throws IOException {
        if (record != null) {
            return record.body().length;
        }
        return config.measuresBytes() ? BatchRecord.bodyBytes(batch, batch.signal()) : 0;
    }

    private Optional<LossReason> offer(QueuedBatch queued, @Nullable BatchRecord record, boolean promised) {
        lock.lock();
        try {
            while (!closed && !drain && !((promised || fits(queued)) && keep(queued, record))) {
                Optional<LossReason> refusal = waitForRoom();
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            if (closed || drain) {
                return Optional.of(LossReason.SHUTDOWN);
            }
            addLast(queued);
            arrived.signal();
            return config.waitForResult() ? waitForResult(queued) : Optional.empty();
        } catch (StorageException failure) {
            return Optional.of(LossReason.STORAGE_FAILED);
        } finally {
            lock.unlock();
        }
    }

    /** Writes a batch down, if this queue does; false if the disk has no room. A queue that is short keeps what it has in memory too. */
    private boolean keep(QueuedBatch queued, @Nullable BatchRecord record) throws StorageException {
        if (stored == null || record == null) {
            return true;
        }
        try {
            queued.storedAs(stored.append(record), waiting.size() < MAX_BATCHES);
            return true;
        } catch (StorageException failure) {
            if (failure.reason() == Reason.FULL) {
                diskFull = true;
                diskFullUntilNanos = System.nanoTime() + ROOM_CHECK.toNanos();
                return false;
            }
            throw failure;
        }
    }

    private void addLast(QueuedBatch queued) {
        waiting.addLast(queued);
        waitingItems += queued.count().records();
        waitingBytes += queued.bytes();
    }

    /**
     * Takes what makes up the next export, oldest first; waits for it.
     *
     * @return empty when the queue has been drained or closed
     */
    List<QueuedBatch> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !drainGivenUp) {
                if (waiting.isEmpty()) {
                    if (drain) {
                        return List.of();
                    }
                    arrived.await();
                } else if (!waitToComplete()) {
                    return removeNext();
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a batch that was taken ready for export.
     *
     * @throws StorageException if it cannot be read from disk, now or ever
     */
    void read(QueuedBatch taken) throws StorageException {
        StoredBatches storage = stored;
        if (storage != null) {
            storage.read(taken);
        }
    }

    /** Ends the flight of batches; returns those that {@link #close} has not taken away, so that they are to be booked. */
    List<QueuedBatch> settle(Collection<QueuedBatch> batches) {
        lock.lock();
        try {
            List<QueuedBatch> toBook = closed
                    ? List.of()
                    : batches.stream().filter(inFlight::remove).toList();
            if (stored != null) {
                stored.remove(toBook);
                diskFull = false;
                room.signalAll();
            }
            settled.signalAll();
            return toBook;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the flight of batches that were not sent and will not be: they are given back to whoever waits for them, or lost. */
    void giveUp(Collection<QueuedBatch> batches, LossReason reason) {
        lock.lock();
        try {
            settle(batches).forEach(batch -> batch.lostOrReturned(reason));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Rests between two attempts. The beginning of the drain ends the rest early, once.
     *
     * @return false if there will be no further attempt, because the rest would outlast the drain or the batches are safe on disk
     */
    boolean rest(Duration delay) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wakeUpNanos = System.nanoTime() + delay.toNanos();
            boolean drainedBefore = drain;
            while (!closed && drain == drainedBefore) {
                long left = wakeUpNanos - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                if (drain && (stored != null || wakeUpNanos - drainUntilNanos >= 0)) {
                    return false;
                }
                draining.await(left, TimeUnit.NANOSECONDS);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** No further attempt will be made: true if the batches stay on disk for the next run, and consumers are to end. */
    boolean leaveToNextRun() {
        lock.lock();
        try {
            drainGivenUp = stored != null;
            arrived.signalAll();
            return drainGivenUp;
        } finally {
            lock.unlock();
        }
    }

    /** The agent is stopping: from {@code untilNanos} on no offer waits for room any longer. */
    void stopOffers(long untilNanos) {
        lock.lock();
        try {
            stopping = true;
            offersWaitUntilNanos = untilNanos;
            room.signalAll();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in; lets consumers have what waits, without waiting to complete an export. */
    void drain(long untilNanos) {
        lock.lock();
        try {
            drain = true;
            drainUntilNanos = untilNanos;
            arrived.signalAll();
            room.signalAll();
            draining.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the queue. Whatever waits or is in flight counts as lost, unless it is on disk: then it stays held. */
    void close() {
        lock.lock();
        try {
            if (stored == null) {
                waiting.forEach(batch -> batch.lostOrReturned(LossReason.SHUTDOWN));
                inFlight.forEach(batch -> batch.lostOrReturned(LossReason.SHUTDOWN));
                waiting.clear();
                inFlight.clear();
            } else if (!closed) {
                stored.close();
            }
            closed = true;
            arrived.signalAll();
            room.signalAll();
            draining.signalAll();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #close} was called. */
    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** What one edge has waiting or in flight. */
    Count held(Account account) {
        lock.lock();
        try {
            return sum(waiting, account).plus(sum(inFlight, account));
        } finally {
            lock.unlock();
        }
    }

    /** How much waits, in units of the sizer. */
    long size() {
        lock.lock();
        try {
            return waiting(config.sizer());
        } finally {
            lock.unlock();
        }
    }

    private static Count sum(Iterable<QueuedBatch> batches, Account account) {
        Count sum = Count.ZERO;
        for (QueuedBatch queued : batches) {
            if (queued.account() == account) {
                sum = sum.plus(queued.count());
            }
        }
        return sum;
    }

    private long waiting(Sizer sizer) {
        return switch (sizer) {
            case REQUESTS -> waiting.size();
            case ITEMS -> waitingItems;
            case BYTES -> waitingBytes;
        };
    }

    private static long size(QueuedBatch queued, Sizer sizer) {
        return switch (sizer) {
            case REQUESTS -> 1;
            case ITEMS -> queued.count().records();
            case BYTES -> queued.bytes();
        };
    }

    /** A batch larger than the whole queue is let into an empty one: it could never be delivered otherwise. */
    private boolean fits(QueuedBatch queued) {
        Sizer sizer = config.sizer();
        return waiting.isEmpty() || waiting(sizer) + size(queued, sizer) <= config.queueSize();
    }

    /** Waits until the batch was sent, lost or given back, and says why it was given back. Where the agent stops before, the queue has it. */
    private Optional<LossReason> waitForResult(QueuedBatch queued) {
        try {
            while (!closed && (inFlight.contains(queued) || waiting.contains(queued))) {
                if (!stopping) {
                    settled.await();
                } else if (settled.awaitNanos(offersWaitUntilNanos - System.nanoTime()) <= 0) {
                    break;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        queued.awaited(false);
        return Optional.ofNullable(queued.returned());
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private Optional<LossReason> waitForRoom() {
        if (!config.blockOnOverflow()) {
            return Optional.of(LossReason.QUEUE_FULL);
        }
        try {
            if (!stopping && stored == null) {
                room.await();
                return Optional.empty();
            }
            long left = stopping ? offersWaitUntilNanos - System.nanoTime() : ROOM_CHECK.toNanos();
            if (left <= 0) {
                return Optional.of(LossReason.SHUTDOWN);
            }
            room.await(left, TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(stopping ? LossReason.SHUTDOWN : LossReason.COMPONENT_FAILED);
        }
    }

    /** Waits if the next export is incomplete and may still grow; false if it is to be taken now. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private boolean waitToComplete() throws InterruptedException {
        if (batching == null || drain || waiting(config.batchSizer()) >= batching.minSize()) {
            return false;
        }
        long age = System.nanoTime() - waiting.getFirst().queuedNanos();
        long left = batching.flushTimeout().toNanos() - age;
        if (left <= 0) {
            return false;
        }
        arrived.await(left, TimeUnit.NANOSECONDS);
        return true;
    }

    private List<QueuedBatch> removeNext() {
        List<QueuedBatch> export = new ArrayList<>();
        long size = 0;
        while (!waiting.isEmpty() && mayJoin(export.size(), size, waiting.getFirst())) {
            QueuedBatch next = waiting.removeFirst();
            size += size(next, config.batchSizer());
            waitingItems -= next.count().records();
            waitingBytes -= next.bytes();
            export.add(next);
        }
        inFlight.addAll(export);
        room.signalAll();
        if (!waiting.isEmpty()) {
            arrived.signal(); // for another consumer
        }
        return export;
    }

    private boolean mayJoin(int batches, long size, QueuedBatch next) {
        if (batches == 0) {
            return true;
        }
        if (batching == null) {
            return batches < MAX_BATCHES;
        }
        return batching.maxSize() == 0 || size + size(next, config.batchSizer()) <= batching.maxSize();
    }
}
