package io.borescope.engine.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes one component after the other, each on a thread that is left behind when it takes too long, so that no component can keep the agent
 * from stopping. Goes on after a failure and keeps it. Not thread-safe.
 */
final class BoundedClose {
    /** What each thing may take even when the time is up already; so late, closing means releasing. */
    static final Duration GRACE = Duration.ofMillis(250);

    private final List<Throwable> failures = new ArrayList<>();

    /**
     * Closes a component for good.
     *
     * @param untilNanos when to leave it behind, {@link System#nanoTime}
     */
    void close(ComponentHost<?, ?> host, long untilNanos) {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread closer = Thread.ofPlatform().daemon().name(host.key + " close").start(() -> thrown.set(host.close()));
        Duration left = Duration.ofNanos(untilNanos - System.nanoTime());
        if (!join(closer, left.compareTo(GRACE) > 0 ? left : GRACE)) {
            closer.interrupt();
            if (!join(closer, GRACE)) {
                host.leaveBehind();
                failures.add(new TimeoutException(host.key + " does not close"));
                return;
            }
        }
        Throwable failure = thrown.get();
        if (failure != null) {
            failures.add(failure);
        }
    }

    /** What went wrong, in order. */
    List<Throwable> failures() {
        return failures;
    }

    private static boolean join(Thread thread, Duration atMost) {
        try {
            return thread.join(atMost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !thread.isAlive();
        }
    }
}
