package io.borescope.processor.batch;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users write under {@code batch}. */
public record BatchConfig(
        @Doc("Records that make a batch complete. 0: batches are not joined, only cut.")
        Integer sendBatchSize,

        @Doc("Longest time that records wait for others. 0s: batches are not joined, only cut.")
        Duration timeout,

        @Doc("Most records of a batch; 0 means no limit.") Integer sendBatchMaxSize,

        @Doc("Not supported: nothing is kept of the connection that records came by. Leave it empty.")
        List<String> metadataKeys,

        @Doc("Has no effect without metadata_keys; read so that a configuration of the Collector is taken as it is.")
        @Nullable
        Integer metadataCardinalityLimit)
        implements ComponentConfig {

    private static final int DEFAULT_SIZE = 8_192;
    private static final int LARGEST_SIZE = 1_000_000;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    public BatchConfig {
        sendBatchSize = requireNonNullElse(sendBatchSize, DEFAULT_SIZE);
        timeout = requireNonNullElse(timeout, DEFAULT_TIMEOUT);
        sendBatchMaxSize = requireNonNullElse(sendBatchMaxSize, 0);
    }

    @Override
    public void validate(Problems problems) {
        if (sendBatchSize < 0 || sendBatchSize > LARGEST_SIZE) {
            problems.add("send_batch_size", "%d is out of range. Use 0 to %d.", sendBatchSize, LARGEST_SIZE);
        }
        if (sendBatchMaxSize < 0 || (sendBatchMaxSize > 0 && sendBatchMaxSize < sendBatchSize)) {
            problems.add(
                    "send_batch_max_size",
                    "%d is less than send_batch_size, which is %d. Use at least that, or 0 for no limit.",
                    sendBatchMaxSize,
                    sendBatchSize);
        }
        boolean waits = !timeout.isZero();
        if (waits && (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0)) {
            problems.add("timeout", "%s is out of range. Use 1ms to 10m, or 0s not to wait.", timeout);
        }
        if (!metadataKeys.isEmpty()) {
            problems.add(
                    "metadata_keys",
                    "is not supported: nothing is kept of the connection that records came by. Leave it out; records of different"
                            + " resources share a batch, but are not mixed up.");
        }
    }

    /** Whether batches are joined. */
    boolean joins() {
        return sendBatchSize > 0 && !timeout.isZero();
    }
}
