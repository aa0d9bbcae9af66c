package io.borescope.engine.runtime;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one pipeline, on a thread that exists once a timer was asked for. One thread per pipeline, because a timer waits for
 * the gate, and a pipeline that is held up must not keep the windows of another from closing. Thread-safe.
 */
final class PipelineTimers {
    private final String pipeline;
    private final Gate gate;
    private @Nullable ScheduledThreadPoolExecutor executor;

    PipelineTimers(String pipeline, Gate gate) {
        this.pipeline = pipeline;
        this.gate = gate;
    }

    /**
     * Runs a task inside the gate until its owner ends.
     *
     * @param period from the end of one run to the start of the next, so that runs never pile up
     * @param task contains itself
     */
    synchronized void every(Duration period, Runnable task, Instance<?> owner) {
        if (executor == null) {
            executor = Schedulers.create(pipeline + " timers");
        }
        Runnable gated = () -> gate.exclusively(() -> {
            task.run();
            return null;
        });
        long nanos = period.toNanos();
        Future<?> timer = executor.scheduleWithFixedDelay(gated, nanos, nanos, TimeUnit.NANOSECONDS);
        owner.own(() -> timer.cancel(false));
    }

    /** Ends the thread. */
    synchronized void close() {
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }
}
