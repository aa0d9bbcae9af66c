package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.Batching;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue in front of an exporter, and the batches that consumers have taken from it and not settled yet. Thread-safe. Times are
 * {@link System#nanoTime}, because threads wait by it.
 */
final class SendingQueue {
    /** Most batches of one export where users configured no {@code batch}. */
    static final int MAX_BATCHES = 100;

    private final DeliveryConfig.SendingQueue config;
    private final @Nullable Batching batching;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition draining = lock.newCondition();
    private final Deque<QueuedBatch> waiting = new ArrayDeque<>();
    private final Set<QueuedBatch> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
    private long waitingItems;
    private boolean stopping;
    private long offersWaitUntilNanos;
    private boolean drain;
    private long drainUntilNanos;
    private boolean closed;

    SendingQueue(DeliveryConfig.SendingQueue config) {
        this.config = config;
        this.batching = config.batch();
    }

    /**
     * Lets a batch in, or says why not. Waits for room only if {@code block_on_overflow} is set.
     */
    Optional<LossReason> offer(Batch batch, Account account) {
        lock.lock();
        try {
            while (!closed && !drain && !fits(batch)) {
                Optional<LossReason> refusal = waitForRoom();
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            if (closed || drain) {
                return Optional.of(LossReason.SHUTDOWN);
            }
            waiting.addLast(new QueuedBatch(batch, account, System.nanoTime()));
            waitingItems += batch.size();
            arrived.signal();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what makes up the next export, oldest first; waits for it.
     *
     * @return empty when the queue has been drained or closed
     */
    List<QueuedBatch> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
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

    /** Ends the flight of a batch; false if {@link #close} has taken it away, so that it has been booked already. */
    boolean settle(QueuedBatch batch) {
        lock.lock();
        try {
            return inFlight.remove(batch);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Rests between two attempts. The beginning of the drain ends the rest early, once.
     *
     * @return false if the rest would outlast the drain, so that there will be no further attempt
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
                if (drain && wakeUpNanos - drainUntilNanos >= 0) {
                    return false;
                }
                draining.await(left, TimeUnit.NANOSECONDS);
            }
            return !closed;
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

    /** Ends the queue. Whatever waits or is in flight counts as lost. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(batch -> batch.lost(LossReason.SHUTDOWN));
            inFlight.forEach(batch -> batch.lost(LossReason.SHUTDOWN));
            waiting.clear();
            inFlight.clear();
            waitingItems = 0;
            arrived.signalAll();
            room.signalAll();
            draining.signalAll();
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
            return config.sizer() == Sizer.ITEMS ? waitingItems : waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private static Count sum(Iterable<QueuedBatch> batches, Account account) {
        long events = 0;
        long records = 0;
        for (QueuedBatch queued : batches) {
            if (queued.account() == account) {
                events += queued.batch().eventCount();
                records += queued.batch().size();
            }
        }
        return new Count(events, records);
    }

    /** A batch larger than the whole queue is let into an empty one: it could never be delivered otherwise. */
    private boolean fits(Batch batch) {
        if (config.sizer() == Sizer.REQUESTS) {
            return waiting.size() < config.queueSize();
        }
        return waiting.isEmpty() || waitingItems + batch.size() <= config.queueSize();
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private Optional<LossReason> waitForRoom() {
        if (!config.blockOnOverflow()) {
            return Optional.of(LossReason.QUEUE_FULL);
        }
        try {
            if (!stopping) {
                room.await();
                return Optional.empty();
            }
            long left = offersWaitUntilNanos - System.nanoTime();
            return left > 0 && room.awaitNanos(left) > 0 ? Optional.empty() : Optional.of(LossReason.SHUTDOWN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(stopping ? LossReason.SHUTDOWN : LossReason.COMPONENT_FAILED);
        }
    }

    /** Waits if the next export is incomplete and may still grow; false if it is to be taken now. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private boolean waitToComplete() throws InterruptedException {
        if (batching == null || drain || waitingItems >= batching.minSize()) {
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
        long items = 0;
        while (!waiting.isEmpty() && mayJoin(export.size(), items, waiting.getFirst())) {
            QueuedBatch next = waiting.removeFirst();
            items += next.batch().size();
            export.add(next);
        }
        waitingItems -= items;
        inFlight.addAll(export);
        room.signalAll();
        if (!waiting.isEmpty()) {
            arrived.signal(); // for another consumer
        }
        return export;
    }

    private boolean mayJoin(int batches, long items, QueuedBatch next) {
        if (batches == 0) {
            return true;
        }
        if (batching == null) {
            return batches < MAX_BATCHES;
        }
        return batching.maxSize() == 0 || items + next.batch().size() <= batching.maxSize();
    }
}
