package io.borescope.engine.runtime.telemetry;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Why the engine itself loses data. Components add reasons of their own. */
public enum LossReason {
    COMPONENT_FAILED(
            "The component threw an exception while it had the data. Its status and the log name the exception."),
    COMPONENT_DOWN(
            "The component failed and its replacement was not ready yet. Its status and the log name the exception."),
    REFUSED(
            "A processor such as memory_limiter takes no data now, and the receiver cannot make its senders wait. Its status says why."),
    QUEUE_FULL(
            "The exporter is slower than its pipelines. Raise sending_queue.queue_size or num_consumers, or send less."),
    REJECTED("The backend understood the data and refused it. The log has its answer."),
    EXPORT_FAILED("An export failed and retry_on_failure is not enabled."),
    RETRIES_EXHAUSTED("Exports kept failing for longer than retry_on_failure.max_elapsed_time."),
    STORAGE_FAILED(
            "The queue's storage could not be written, so batches were refused. The log says why; check disk and rights."),
    UNWRITABLE(
            "The data is beyond what the binary form of queues can hold, which the log explains. Send it in smaller batches."),
    STORAGE_DAMAGED("What the queue's storage held was not as it was written. The log names the file; check the disk."),
    SHUTDOWN(
            "The agent stopped before the data could be delivered. Raise service.shutdown_timeout if the backend was only slow.");

    private static final Set<LossReason> PASSING =
            EnumSet.of(QUEUE_FULL, EXPORT_FAILED, RETRIES_EXHAUSTED, STORAGE_FAILED, SHUTDOWN);

    private final String label;
    private final String description;

    LossReason(String description) {
        this.label = name().toLowerCase(Locale.ROOT);
        this.description = description;
    }

    /** As in reports, in snake_case. */
    public String label() {
        return label;
    }

    /** Whether the same data may get through when it is brought again. */
    public boolean isPassing() {
        return PASSING.contains(this);
    }

    /** What happened and what to do when it grows. */
    public String description() {
        return description;
    }
}
