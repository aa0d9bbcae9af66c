package io.borescope.engine.plan;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of every exporter's YAML that belongs to the engine, under the Collector's keys and with its defaults, except that there is one
 * consumer, so that order is kept.
 */
public record DeliveryConfig(
        @Doc("Longest time of one attempt.") Duration timeout,

        @Doc("What waits between the pipeline and the exporter.")
        SendingQueue sendingQueue,

        @Doc("What happens when an attempt fails and may succeed later.")
        RetryOnFailure retryOnFailure)
        implements ComponentConfig {
    public DeliveryConfig {
        timeout = requireNonNullElse(timeout, Duration.ofSeconds(5));
    }

    /** When retries end; zero means never. A queue on disk is there to outlast its backend's absence, so it does not give up unless told to. */
    public Duration retriesEndAfter() {
        Duration configured = retryOnFailure.maxElapsedTime();
        if (configured != null) {
            return configured;
        }
        return sendingQueue.storage() == null ? Duration.ofMinutes(5) : Duration.ZERO;
    }

    @Override
    public void validate(Problems problems) {
        requirePositive(problems, "timeout", timeout);
        sendingQueue.validate(problems.within("sending_queue"));
        retryOnFailure.validate(problems.within("retry_on_failure"));
    }

    private static void requirePositive(Problems problems, String key, Duration duration) {
        if (!duration.isPositive()) {
            problems.add(key, "must be longer than 0s.");
        }
    }

    private static void requirePositive(Problems problems, String key, long number) {
        if (number <= 0) {
            problems.add(key, "is %d; it must be above 0.", number);
        }
    }

    /** How a queue is measured. */
    public enum Sizer {
        /** In batches. */
        REQUESTS,
        /** In rows or records. */
        ITEMS,
        /** In bytes of the batches' binary form, see {@link io.borescope.api.BatchFormat}. */
        BYTES
    }

    /** The queue in front of an exporter. */
    public record SendingQueue(
            @Doc("Off: the sender waits for the result of each export, as with wait_for_result.")
            Boolean enabled,

            @Doc("Threads that export at the same time. With 1 the order of batches is kept.")
            Integer numConsumers,

            @Doc("How much may wait, in units of sizer.") Long queueSize,

            @Doc("What queue_size counts: requests (batches), items (rows) or bytes.")
            Sizer sizer,

            @Doc(
                    "Wait for room when the queue is full, which holds the pipeline up, instead of refusing the batch or losing it.")
            Boolean blockOnOverflow,

            @Doc(
                    "Hold the pipeline up until the batch has been exported or lost, and tell a receiver whose senders can wait. Not with storage.")
            Boolean waitForResult,

            @Doc("The extension that keeps the queue on disk, by its id. Left out: the queue is in memory.") @Nullable
            String storage,

            @Doc("Joins queued batches into larger exports. Left out: each export takes what waits, up to 100 batches.")
            @Nullable
            Batching batch)
            implements ComponentConfig {
        public SendingQueue {
            enabled = requireNonNullElse(enabled, true);
            numConsumers = requireNonNullElse(numConsumers, 1);
            queueSize = requireNonNullElse(queueSize, 1000L);
            sizer = requireNonNullElse(sizer, Sizer.REQUESTS);
            blockOnOverflow = requireNonNullElse(blockOnOverflow, false);
            waitForResult = requireNonNullElse(waitForResult, false) || !enabled;
        }

        /** What the sizes of {@link #batch} count. */
        public Sizer batchSizer() {
            Sizer own = batch == null ? null : batch.sizer();
            if (own != null) {
                return own;
            }
            return sizer == Sizer.REQUESTS ? Sizer.ITEMS : sizer;
        }

        /** Whether batches have to be measured in bytes. */
        public boolean measuresBytes() {
            return sizer == Sizer.BYTES || (batch != null && batchSizer() == Sizer.BYTES);
        }

        @Override
        public void validate(Problems problems) {
            requirePositive(problems, "num_consumers", numConsumers);
            requirePositive(problems, "queue_size", queueSize);
            if (storage != null && !enabled) {
                problems.add("storage", "has no use while enabled is false. Remove one of the two.");
            } else if (storage != null && waitForResult) {
                problems.add(
                        "wait_for_result",
                        "has no use with storage: what is on disk is delivered later. Remove one of the two.");
            }
            if (batch != null) {
                batch.validate(problems.within("batch"));
                if (sizer != Sizer.REQUESTS && batchSizer() == sizer && batch.minSize() > queueSize) {
                    problems.add(
                            "batch.min_size",
                            "is %d, above queue_size of %d, which would fill up before. Lower it.",
                            batch.minSize(),
                            queueSize);
                }
            }
        }
    }

    /** How queued batches are joined. */
    public record Batching(
            @Doc("Longest time that an incomplete export waits for more.")
            Duration flushTimeout,

            @Doc("Size that makes an export complete, in units of sizer.")
            Long minSize,

            @Doc("Largest size of an export; a single larger batch still goes whole. 0 means no limit.")
            Long maxSize,

            @Doc("What the sizes count: items or bytes. Left out: as the queue, but items where that counts requests.")
            @Nullable
            Sizer sizer)
            implements ComponentConfig {
        public Batching {
            flushTimeout = requireNonNullElse(flushTimeout, Duration.ofMillis(200));
            minSize = requireNonNullElse(minSize, 8192L);
            maxSize = requireNonNullElse(maxSize, 0L);
        }

        @Override
        public void validate(Problems problems) {
            requirePositive(problems, "flush_timeout", flushTimeout);
            if (minSize < 0) {
                problems.add("min_size", "is %d; it must be 0 or more.", minSize);
            }
            if (maxSize != 0 && maxSize < minSize) {
                problems.add(
                        "max_size", "is %d, below min_size of %d. Raise it, or use 0 for no limit.", maxSize, minSize);
            }
            if (sizer == Sizer.REQUESTS) {
                problems.add("sizer", "cannot be requests here. Use items or bytes.");
            }
        }
    }

    /** Exponential back-off with jitter. */
    public record RetryOnFailure(
            @Doc("Whether failures that may pass are tried again.")
            Boolean enabled,

            @Doc("Wait before the first retry.") Duration initialInterval,

            @Doc("Each wait is this much longer than the one before.")
            Double multiplier,

            @Doc("Each wait varies by this share, so that many agents do not retry together.")
            Double randomizationFactor,

            @Doc("Longest wait.") Duration maxInterval,

            @Doc(
                    "Give up, and count the loss, after this time. 0s means never. Left out: 5m, or never if the queue is on disk.")
            @Nullable
            Duration maxElapsedTime)
            implements ComponentConfig {
        public RetryOnFailure {
            enabled = requireNonNullElse(enabled, true);
            initialInterval = requireNonNullElse(initialInterval, Duration.ofSeconds(5));
            multiplier = requireNonNullElse(multiplier, 1.5);
            randomizationFactor = requireNonNullElse(randomizationFactor, 0.5);
            maxInterval = requireNonNullElse(maxInterval, Duration.ofSeconds(30));
        }

        @Override
        public void validate(Problems problems) {
            requirePositive(problems, "initial_interval", initialInterval);
            requirePositive(problems, "max_interval", maxInterval);
            if (multiplier < 1) {
                problems.add("multiplier", "is %s; it must be 1 or more.", multiplier);
            }
            if (randomizationFactor < 0 || randomizationFactor > 1) {
                problems.add("randomization_factor", "is %s; it must be from 0 to 1.", randomizationFactor);
            }
            if (maxElapsedTime != null && maxElapsedTime.isNegative()) {
                problems.add("max_elapsed_time", "must not be negative.");
            }
        }
    }
}
