package io.borescope.bpf;

import io.borescope.api.event.EventType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/**
 * Harmless system calls of a known number, to see whether their events arrive: on {@code /dev/zero} and on an epoll that waits for nothing. They
 * need no other program and no file system that can be written to. Belongs to the thread that prepares it.
 */
public final class KnownCalls implements AutoCloseable {
    /** How many of each type {@link #make()} makes. A prime, so that it is neither half nor a multiple of another count. */
    public static final int EACH = 23;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment bytes = arena.allocate(1);
    private final MemorySegment noEvents = arena.allocate(16, Long.BYTES);
    private final int tid = Libc.gettid();
    private final int zero;
    private final int epoll;

    private KnownCalls(int zero, int epoll) {
        this.zero = zero;
        this.epoll = epoll;
    }

    /** Opens what is needed, and makes one call of each type, so that all classes are loaded by the time it counts. */
    public static KnownCalls prepare() throws BpfException {
        int zero = BpfException.check(Libc.open("/dev/zero"), "cannot open /dev/zero");
        int epoll = Libc.epollCreate();
        if (epoll < 0) {
            Libc.close(zero);
        }
        KnownCalls calls = new KnownCalls(zero, BpfException.check(epoll, "cannot create an epoll"));
        calls.makeOneOfEach();
        return calls;
    }

    /** Which types of event it causes exactly {@link #EACH} of. */
    public static Set<EventType> types() {
        return EnumSet.of(
                EventType.SYSCALL_READ,
                EventType.SYSCALL_WRITE,
                EventType.SYSCALL_PWRITE,
                EventType.SYSCALL_FSYNC,
                EventType.SYSCALL_FDATASYNC,
                EventType.SYSCALL_EPOLL_WAIT);
    }

    /** The kernel's id of the thread that makes the calls; other threads of the process make calls of their own. */
    public int tid() {
        return tid;
    }

    /** Makes the calls. */
    public void make() {
        for (int i = 0; i < EACH; i++) {
            makeOneOfEach();
        }
    }

    /** A sync of a device without storage fails, and is a call all the same. */
    private void makeOneOfEach() {
        Libc.read(zero, bytes);
        Libc.write(zero, bytes);
        Libc.pwrite(zero, bytes, 0);
        Libc.fsync(zero);
        Libc.fdatasync(zero);
        Libc.epollWait(epoll, noEvents, 1, 0);
    }

    @Override
    public void close() {
        Libc.close(epoll);
        Libc.close(zero);
        arena.close();
    }
}
