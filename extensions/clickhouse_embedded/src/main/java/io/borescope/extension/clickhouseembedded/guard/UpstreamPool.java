package io.borescope.extension.clickhouseembedded.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the engine that wait for their next request. Thread-safe. The engine closes its idle connections after 30 s; the pool
 * does so well before, so that no request meets a connection that is just being closed.
 */
final class UpstreamPool implements AutoCloseable {
    private static final Duration LONGEST_REST = Duration.ofSeconds(20);
    private static final int MOST_RESTING = 16;

    private final InetSocketAddress engine;
    private final Deque<Upstream> resting = new ArrayDeque<>();
    private boolean closed;

    UpstreamPool(InetSocketAddress engine) {
        this.engine = engine;
    }

    Upstream take() throws IOException {
        dropOld();
        Upstream rested = newest();
        return rested == null ? new Upstream(engine) : rested;
    }

    private synchronized @Nullable Upstream newest() {
        return resting.pollFirst();
    }

    /** Takes a connection back whose last exchange was complete. */
    void giveBack(Upstream upstream) throws IOException {
        upstream.rest();
        if (!keep(upstream)) {
            upstream.close();
        }
    }

    private synchronized boolean keep(Upstream upstream) {
        if (closed || resting.size() == MOST_RESTING) {
            return false;
        }
        resting.addFirst(upstream);
        return true;
    }

    /** Called also when nobody takes one. */
    void dropOld() throws IOException {
        for (Upstream old = oldest(); old != null; old = oldest()) {
            old.close();
        }
    }

    private synchronized @Nullable Upstream oldest() {
        Upstream last = resting.peekLast();
        boolean isOld = last != null && (closed || last.idleNanos() > LONGEST_REST.toNanos());
        return isOld ? resting.pollLast() : null;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        dropOld();
    }
}
