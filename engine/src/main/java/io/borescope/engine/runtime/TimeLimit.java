package io.borescope.engine.runtime;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Interrupts an export that takes too long. Thread-safe. */
final class TimeLimit {
    private final ScheduledExecutorService scheduler;

    TimeLimit(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Makes a call on this thread.
     *
     * @param limit after which it is interrupted
     * @throws ExportException as the call; or a passing failure if the call gave up because it was interrupted for taking too long
     */
    ExportResult call(Duration limit, Export export) throws ExportException, InterruptedException {
        Watched watched = new Watched(Thread.currentThread());
        ScheduledFuture<?> alarm = scheduler.schedule(watched::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return export.call();
        } catch (InterruptedException interrupted) {
            if (watched.end()) {
                throw ExportException.passing("no answer within %d ms".formatted(limit.toMillis()), interrupted);
            }
            throw interrupted;
        } finally {
            alarm.cancel(false);
            if (watched.end()) {
                // The interruption was for this call only. Were it a shutdown's as well, the queue knows.
                Thread.interrupted();
            }
        }
    }

    /** An export to be made. */
    @FunctionalInterface
    interface Export {
        ExportResult call() throws ExportException, InterruptedException;
    }

    /** A thread that is interrupted only while it is inside the call. */
    private static final class Watched {
        private final Thread thread;
        private boolean ended;
        private boolean interrupted;

        Watched(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** Ends the watch and says whether the thread was interrupted. */
        synchronized boolean end() {
            ended = true;
            return interrupted;
        }
    }
}
