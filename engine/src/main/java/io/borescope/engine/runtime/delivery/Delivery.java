package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.ExportResult.Rejection;
import io.borescope.api.component.StartException;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.runtime.telemetry.Account;
import io.borescope.engine.runtime.telemetry.EngineMetric;
import io.borescope.engine.runtime.telemetry.FigureCollector;
import io.borescope.engine.runtime.telemetry.Histogram;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches to one exporter: a queue and the threads that empty it. Outlives the exporter's instances.
 *
 * <p>Life: {@link #start}, then {@link #stopOffers}, {@link #drain} and {@link #close} as the agent stops. The threads are daemons: an export
 * that ignores its interruption cannot keep the process alive.
 */
public final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final ComponentId exporter;
    private volatile DeliveryConfig config;
    private final Destination destination;
    private final StatusReporter status;
    private final SendingQueue queue;
    private final List<Account> accounts = new CopyOnWriteArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();
    private final LongAdder failures = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Histogram durations = Histogram.ofDurations();
    private final Histogram sizes = Histogram.ofSizes();
    private volatile @Nullable RecordStore storage;
    private volatile boolean failing;

    public Delivery(ComponentId exporter, DeliveryConfig config, Destination destination, StatusReporter status) {
        this.exporter = exporter;
        this.config = config;
        this.destination = destination;
        this.status = status;
        this.queue = new SendingQueue(config.sendingQueue());
    }

    /** Whether what waits is kept so. */
    public boolean queues(DeliveryConfig.SendingQueue as) {
        return config.sendingQueue().equals(as);
    }

    /** Changes when to try again and how long an attempt may take; the queue stays as it is. */
    public void retryAs(DeliveryConfig changed) {
        config = changed;
    }

    /** Adds the way from one pipeline. */
    public Edge edge(Account account) {
        accounts.add(account);
        return new Edge(queue, account);
    }

    /**
     * Starts the consumers.
     *
     * @param storage keeps the queue; null for one in memory
     * @throws StartException if what is in the storage cannot be read
     */
    public void start(@Nullable RecordStore storage) throws StartException {
        if (storage != null) {
            StoredBatches stored = new StoredBatches(exporter, storage);
            queue.keepOn(stored, stored.recover(this::accountOf));
            this.storage = storage;
        }
        int count = config.sendingQueue().numConsumers();
        for (int i = 0; i < count; i++) {
            String name = exporter + " consumer" + (count == 1 ? "" : " " + i);
            consumers.add(Thread.ofPlatform().daemon().name(name).start(this::consume));
        }
    }

    /** Says what waits, and how exports went. */
    public void addFigures(FigureCollector figures) {
        String label = exporter.toString();
        figures.add(EngineMetric.EXPORTER_QUEUE_SIZE, queue.size(), label);
        figures.add(EngineMetric.EXPORTER_QUEUE_CAPACITY, config.sendingQueue().queueSize(), label);
        figures.add(EngineMetric.EXPORTER_EXPORT_FAILURES, failures.sum(), label);
        figures.add(EngineMetric.EXPORTER_RETRIES, retries.sum(), label);
        figures.add(EngineMetric.EXPORTER_EXPORT_DURATION, durations, label);
        figures.add(EngineMetric.EXPORTER_EXPORT_SIZE, sizes, label);
        RecordStore disk = storage;
        if (disk != null) {
            figures.add(EngineMetric.EXPORTER_QUEUE_DISK_BYTES, disk.diskBytes(), label);
        }
    }

    /** What a pipeline left that is not configured any more belongs to the first one. */
    private Account accountOf(String pipeline) {
        return accounts.stream()
                .filter(account -> account.key().pipeline().equals(pipeline))
                .findFirst()
                .orElseGet(accounts::getFirst);
    }

    /** The agent is stopping: lets no pipeline wait for room after a time of {@link System#nanoTime}. */
    public void stopOffers(long untilNanos) {
        queue.stopOffers(untilNanos);
    }

    /** Nothing more will come: sends what is there, retrying until a time of {@link System#nanoTime} at most. Returns at once. */
    public void drain(long untilNanos) {
        queue.drain(untilNanos);
    }

    /**
     * Waits for the drain, then ends the consumers. What was not delivered by then is counted as lost.
     *
     * @param untilNanos when to stop waiting for the drain, {@link System#nanoTime}
     * @param grace how long an interrupted export may take to return
     */
    public void close(long untilNanos, Duration grace) {
        for (Thread consumer : consumers) {
            join(consumer, Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime())));
        }
        queue.close();
        consumers.forEach(Thread::interrupt);
        for (Thread consumer : consumers) {
            if (!join(consumer, grace)) {
                log.error("{}: an export ignored its interruption; its thread is left behind", exporter);
            }
        }
    }

    private static boolean join(Thread thread, Duration atMost) {
        try {
            return atMost.isZero() ? !thread.isAlive() : thread.join(atMost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !thread.isAlive();
        }
    }

    private void consume() {
        boolean more = true;
        while (more) {
            try {
                List<QueuedBatch> export = queue.take();
                deliver(export);
                more = !export.isEmpty();
            } catch (InterruptedException interrupted) {
                more = !queue.isClosed(); // else an exporter left its thread interrupted, which must not end it
            }
        }
    }

    private void deliver(List<QueuedBatch> export) throws InterruptedException {
        Retry retry = new Retry(
                config.retryOnFailure(), config.retriesEndAfter(), System.nanoTime(), ThreadLocalRandom.current());
        List<QueuedBatch> pending = export;
        while (!pending.isEmpty()) {
            pending = attempt(pending, retry);
            if (!pending.isEmpty()) {
                retries.increment();
            }
        }
    }

    /** Makes one attempt and returns what is to be tried again, after the rest. */
    private List<QueuedBatch> attempt(List<QueuedBatch> taken, Retry retry) throws InterruptedException {
        List<QueuedBatch> export = new ArrayList<>(taken);
        try {
            read(export);
            if (!export.isEmpty()) {
                sent(export, measured(export));
            }
            return List.of();
        } catch (DestinationFailedException failure) {
            failures.increment();
            lost(export, LossReason.COMPONENT_FAILED);
            return List.of();
        } catch (ExportException failure) {
            return failed(export, failure, retry);
        } catch (InterruptedException interrupted) {
            if (queue.isClosed()) {
                throw interrupted;
            }
            return failed(export, ExportException.passing("the export was interrupted", interrupted), retry);
        }
    }

    private ExportResult measured(List<QueuedBatch> export)
            throws ExportException, DestinationFailedException, InterruptedException {
        sizes.observe(
                export.stream().mapToLong(batch -> batch.count().records()).sum());
        long begin = System.nanoTime();
        try {
            return destination.export(batches(export));
        } finally {
            durations.observe(System.nanoTime() - begin);
        }
    }

    /** Reads what is on disk only. What is damaged there is lost and leaves the export. */
    private void read(List<QueuedBatch> export) throws ExportException {
        for (QueuedBatch batch : List.copyOf(export)) {
            try {
                queue.read(batch);
            } catch (StorageException failure) {
                if (failure.reason() != StorageException.Reason.DAMAGED) {
                    throw ExportException.passing("the queue on disk cannot be read: " + failure.getMessage(), failure);
                }
                lost(List.of(batch), LossReason.STORAGE_DAMAGED);
                export.remove(batch);
            }
        }
    }

    private List<QueuedBatch> failed(List<QueuedBatch> export, ExportException failure, Retry retry)
            throws InterruptedException {
        failures.increment();
        List<QueuedBatch> unsent = unsent(export, failure);
        List<QueuedBatch> sent = new ArrayList<>(export);
        sent.removeAll(unsent);
        sent(sent, failure.sent());
        if (!failure.isRetryable()) {
            failing("refused: " + failure.getMessage());
            lost(unsent, LossReason.REJECTED);
            return List.of();
        }
        failing("cannot export: " + failure.getMessage());
        if (!config.retryOnFailure().enabled()) {
            lost(unsent, LossReason.EXPORT_FAILED);
            return List.of();
        }
        return rest(unsent, retry.next(System.nanoTime(), failure.retryAfter()));
    }

    private List<QueuedBatch> rest(List<QueuedBatch> unsent, Optional<Duration> delay) throws InterruptedException {
        if (delay.isEmpty()) {
            lost(unsent, LossReason.RETRIES_EXHAUSTED);
            return List.of();
        }
        try {
            if (!queue.rest(delay.get())) {
                if (!queue.leaveToNextRun()) {
                    lost(unsent, LossReason.SHUTDOWN);
                }
                return List.of();
            }
        } catch (InterruptedException interrupted) {
            if (queue.isClosed()) {
                throw interrupted;
            }
        }
        return unsent;
    }

    /** The status changes here with every failure, and back with the first success after it; the exporter's own reports stand otherwise. */
    private void failing(String message) {
        failing = true;
        status.recoverable(message);
    }

    private void sent(List<QueuedBatch> export, ExportResult result) {
        Map<QueuedBatch, Long> rejected = rejected(export, result);
        queue.settle(export).forEach(batch -> batch.sent(rejected.getOrDefault(batch, 0L)));
        if (result.rejected() > 0) {
            failing("%d records refused: %s".formatted(result.rejected(), result.reason()));
        } else if (failing && !export.isEmpty()) {
            failing = false;
            status.ok();
        }
    }

    /** The rejected records of each batch: of the oldest of a request first, as the backend does not say which they were. */
    private static Map<QueuedBatch, Long> rejected(List<QueuedBatch> export, ExportResult result) {
        Map<QueuedBatch, Long> rejected = new HashMap<>();
        for (Rejection rejection : result.rejections()) {
            Set<Batch> request = identitySet(rejection.batches());
            long left = rejection.records();
            for (QueuedBatch queued : export) {
                if (request.contains(queued.batch())) {
                    long before = rejected.getOrDefault(queued, 0L);
                    long here = Math.min(left, queued.count().records() - before);
                    rejected.put(queued, before + here);
                    left -= here;
                }
            }
        }
        return rejected;
    }

    private static Set<Batch> identitySet(Collection<? extends Batch> batches) {
        Set<Batch> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(batches);
        return set;
    }

    private void lost(List<QueuedBatch> batches, LossReason reason) {
        queue.giveUp(batches, reason);
    }

    private static List<Batch> batches(List<QueuedBatch> export) {
        List<Batch> batches = new ArrayList<>(export.size());
        export.forEach(queued -> batches.add(queued.batch()));
        return batches;
    }

    private static List<QueuedBatch> unsent(List<QueuedBatch> export, ExportException failure) {
        if (failure.unsent().isEmpty()) {
            return export;
        }
        Set<Batch> named = identitySet(failure.unsent().get());
        List<QueuedBatch> unsent =
                export.stream().filter(queued -> named.contains(queued.batch())).toList();
        boolean allKnown = named.size() <= unsent.size();
        return allKnown ? unsent : export; // what was not of this export cannot be told: better twice than never
    }
}
