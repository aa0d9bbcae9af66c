package io.borescope.engine.runtime;

import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.Worker;
import java.time.Duration;
import java.util.function.Consumer;

/** A platform thread that turns a duty cycle until it is closed or the cycle throws. */
final class WorkerThread implements Worker {
    /** A slice that blocks is interrupted after this. It may do so only where a queue is told to block on overflow. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DutyCycle cycle;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param onFailure called on the thread with what the cycle threw, as its last act
     */
    WorkerThread(String name, DutyCycle cycle, Consumer<Throwable> onFailure) {
        this.cycle = cycle;
        this.onFailure = onFailure;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    WorkerThread start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        cycle.wakeUp();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            if (thread.isAlive()) {
                throw new IllegalStateException(
                        thread.getName() + " does not end; what it uses is left to it", interrupted);
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (cycle.doWork() == 0 && !closed) {
                    cycle.idle();
                }
            }
        } catch (Throwable failure) {
            Containment.passOnFatal(failure);
            if (!(closed && failure instanceof InterruptedException)) {
                onFailure.accept(failure);
            }
        }
    }
}
