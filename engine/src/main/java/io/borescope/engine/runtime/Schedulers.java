package io.borescope.engine.runtime;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes schedulers of one thread. */
final class Schedulers {
    private Schedulers() {}

    static ScheduledThreadPoolExecutor create(String threadName) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(threadName).factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
