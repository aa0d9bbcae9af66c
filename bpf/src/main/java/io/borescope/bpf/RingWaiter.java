package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sleeps until the kernel announces data in one of several rings. One thread waits; {@link #wakeup()} is for any thread.
 *
 * <p>Edge-triggered: each announcement ends one wait, whether or not the ring is read afterwards. The programs announce only at a
 * quarter of a ring's fill, so the timeout is what bounds the age of an event in a quiet ring.
 */
public final class RingWaiter implements AutoCloseable {
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLET = 1 << 31;

    /** {@code struct epoll_event} is packed on x86-64 only. */
    private static final long EVENT_SIZE = Libc.ARM64 ? 16 : 12;

    private static final int EVENTS = 16;
    private static final int EINTR = 4;

    private final int epoll;
    private final int wakeup;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate(EVENTS * EVENT_SIZE, Long.BYTES);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
    private final Object closing = new Object();
    private volatile boolean closed;

    private RingWaiter(int epoll, int wakeup) {
        this.epoll = epoll;
        this.wakeup = wakeup;
    }

    /** A waiter without rings. */
    public static RingWaiter open() throws BpfException {
        int epoll = BpfException.check(Libc.epollCreate(), "cannot create an epoll instance");
        int wakeup = Libc.eventfd();
        if (wakeup < 0) {
            Libc.close(epoll);
            throw BpfException.of("cannot create an eventfd", -wakeup);
        }
        RingWaiter waiter = new RingWaiter(epoll, wakeup);
        try {
            waiter.add(wakeup);
        } catch (BpfException e) {
            waiter.close();
            throw e;
        }
        return waiter;
    }

    /**
     * Adds a ring of the kernel. It leaves when its map is closed everywhere.
     *
     * @throws IllegalArgumentException if the ring is ordinary memory
     */
    public void add(RingReader reader) throws BpfException {
        if (reader.fd() < 0) {
            throw new IllegalArgumentException("a ring in ordinary memory cannot be waited for");
        }
        add(reader.fd());
    }

    private void add(int fd) throws BpfException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment event = call.allocate(EVENT_SIZE, Long.BYTES);
            event.set(JAVA_INT, 0, EPOLLIN | EPOLLET);
            BpfException.check(Libc.epollCtl(epoll, EPOLL_CTL_ADD, fd, event), "cannot wait for a ring");
        }
    }

    /**
     * Waits for an announcement, a wakeup or the timeout. Allocates nothing.
     *
     * @param timeoutMillis 0 to look without waiting, -1 to wait for ever
     * @return whether something was announced or a wakeup came; false after the timeout or a signal
     * @throws IllegalStateException if this waiter is closed
     */
    public boolean await(int timeoutMillis) {
        if (closed) {
            throw new IllegalStateException("the waiter is closed");
        }
        int ready = Libc.epollWait(epoll, events, EVENTS, timeoutMillis);
        if (ready < 0 && ready != -EINTR) {
            throw new IllegalStateException("epoll_wait: " + Errno.nameOf(-ready));
        }
        return ready > 0;
    }

    /** Ends the present or the next {@link #await}. Does nothing once this waiter is closed. */
    public void wakeup() {
        synchronized (closing) { // else it might write to whatever has got the descriptor's number since
            if (!closed) {
                // Each write is a new edge, so nobody has to read the counter; it would be full after 2^64 of them.
                Libc.write(wakeup, one);
            }
        }
    }

    /** Releases the file descriptors. Only after the waiting thread is done. */
    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            Libc.close(wakeup);
            Libc.close(epoll);
            arena.close();
        }
    }
}
