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

    private static void requirePositive(Problems problems, String key, int number) {
        if (number <= 0) {
            problems.add(key, "is %d; it must be above 0.", number);
        }
    }

    /** How a queue is measured. */
    public enum Sizer {
        /** In batches. */
        REQUESTS,
        /** In rows or records. */
        ITEMS
    }

    /** The queue in front of an exporter. */
    public record SendingQueue(
            @Doc("Threads that export at the same time. With 1 the order of batches is kept.")
            Integer numConsumers,

            @Doc("How much may wait, in units of sizer.") Integer queueSize,

            @Doc("What queue_size counts: requests (batches) or items (rows).")
            Sizer sizer,

            @Doc("Wait for room when the queue is full, which holds the pipeline up, instead of counting a loss.")
            Boolean blockOnOverflow,

            @Doc("Joins queued batches into larger exports. Left out: each export takes what waits, up to 100 batches.")
            @Nullable
            Batching batch)
            implements ComponentConfig {
        public SendingQueue {
            numConsumers = requireNonNullElse(numConsumers, 1);
            queueSize = requireNonNullElse(queueSize, 1000);
            sizer = requireNonNullElse(sizer, Sizer.REQUESTS);
            blockOnOverflow = requireNonNullElse(blockOnOverflow, false);
        }

        @Override
        public void validate(Problems problems) {
            requirePositive(problems, "num_consumers", numConsumers);
            requirePositive(problems, "queue_size", queueSize);
            if (batch != null) {
                batch.validate(problems.within("batch"));
            }
        }
    }

    /** How queued batches are joined. */
    public record Batching(
            @Doc("Longest time that an incomplete export waits for more.")
            Duration flushTimeout,

            @Doc("Items that make an export complete.") Integer minSize,

            @Doc("Most items of an export; a single larger batch still goes whole. 0 means no limit.")
            Integer maxSize)
            implements ComponentConfig {
        public Batching {
            flushTimeout = requireNonNullElse(flushTimeout, Duration.ofMillis(200));
            minSize = requireNonNullElse(minSize, 8192);
            maxSize = requireNonNullElse(maxSize, 0);
        }

        @Override
        public void validate(Problems problems) {
            requirePositive(problems, "flush_timeout", flushTimeout);
            requirePositive(problems, "min_size", minSize);
            if (maxSize != 0 && maxSize < minSize) {
                problems.add(
                        "max_size", "is %d, below min_size of %d. Raise it, or use 0 for no limit.", maxSize, minSize);
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

            @Doc("Give up, and count the loss, after this time. 0s means never.")
            Duration maxElapsedTime)
            implements ComponentConfig {
        public RetryOnFailure {
            enabled = requireNonNullElse(enabled, true);
            initialInterval = requireNonNullElse(initialInterval, Duration.ofSeconds(5));
            multiplier = requireNonNullElse(multiplier, 1.5);
            randomizationFactor = requireNonNullElse(randomizationFactor, 0.5);
            maxInterval = requireNonNullElse(maxInterval, Duration.ofSeconds(30));
            maxElapsedTime = requireNonNullElse(maxElapsedTime, Duration.ofMinutes(5));
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
            if (maxElapsedTime.isNegative()) {
                problems.add("max_elapsed_time", "must not be negative.");
            }
        }
    }
}
