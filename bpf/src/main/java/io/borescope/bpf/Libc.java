package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The few functions of the C library that the binding needs. A negative result is a negated errno. Any thread. */
final class Libc {
    static final boolean ARM64 = "aarch64".equals(System.getProperty("os.arch"));

    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;

    private static final int MAP_SHARED = 1;
    private static final int SC_PAGESIZE = 30;
    private static final int MADV_REMOVE = 9;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final int PERF_EVENT_OPEN = ARM64 ? 241 : 298;
    private static final int PERF_FLAG_FD_CLOEXEC = 8;
    private static final int PRIO_PROCESS = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_RDWR = 2;
    private static final int GETTID = ARM64 ? 178 : 186;
    private static final int BPF = ARM64 ? 280 : 321;

    private static final MemorySegment MMAP = function("mmap");
    private static final MemorySegment MUNMAP = function("munmap");
    private static final MemorySegment MADVISE = function("madvise");
    private static final MemorySegment CLOSE = function("close");
    private static final MemorySegment WRITE = function("write");
    private static final MemorySegment OPEN = function("open");
    private static final MemorySegment READ = function("read");
    private static final MemorySegment PWRITE = function("pwrite");
    private static final MemorySegment FSYNC = function("fsync");
    private static final MemorySegment FDATASYNC = function("fdatasync");
    private static final MemorySegment SYSCONF = function("sysconf");
    private static final MemorySegment SYSCALL = function("syscall");
    private static final MemorySegment EPOLL_CREATE1 = function("epoll_create1");
    private static final MemorySegment EPOLL_CTL = function("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = function("epoll_wait");
    private static final MemorySegment EVENTFD = function("eventfd");
    private static final MemorySegment SETPRIORITY = function("setpriority");
    private static final MemorySegment CLOCK_GETTIME = function("clock_gettime");
    private static final MemorySegment VSNPRINTF = function("vsnprintf");

    private Libc() {}

    private static MemorySegment function(String name) {
        return Native.LINKER
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
    }

    private static long errnoIfMinusOne(long result) {
        return result == -1 ? -Native.errno() : result;
    }

    private static int intOrErrno(long result) {
        int narrow = (int) result;
        return narrow == -1 ? -Native.errno() : narrow;
    }

    /** Maps part of a file, shared; the address, or a negated errno. */
    static long mmap(int fd, long offset, long bytes, int protection) {
        return errnoIfMinusOne(Native.call(MMAP, 0, bytes, protection, MAP_SHARED, fd, offset));
    }

    /** Fills in a {@code struct timespec}; it cannot fail for a clock that every kernel has. */
    static void clockGetTime(int clock, MemorySegment timespec) {
        Native.call(CLOCK_GETTIME, clock, timespec.address(), 0, 0, 0, 0);
    }

    static void munmap(long address, long bytes) {
        Native.call(MUNMAP, address, bytes, 0, 0, 0, 0);
    }

    /**
     * Frees the whole pages of shared memory that has no file; whoever reads them again finds zeros. That it cannot be done costs memory, nothing else.
     *
     * @param address of a page
     */
    static void giveBack(long address, long bytes) {
        Native.call(MADVISE, address, bytes & -pageSize(), MADV_REMOVE, 0, 0, 0);
    }

    static void close(int fd) {
        Native.call(CLOSE, fd, 0, 0, 0, 0, 0);
    }

    static long write(int fd, MemorySegment bytes) {
        return errnoIfMinusOne(Native.call(WRITE, fd, bytes.address(), bytes.byteSize(), 0, 0, 0));
    }

    /** Opens a file that exists, for reading and writing. */
    static int open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return intOrErrno(Native.call(OPEN, arena.allocateFrom(path).address(), O_RDWR | O_CLOEXEC, 0, 0, 0, 0));
        }
    }

    static long read(int fd, MemorySegment into) {
        return errnoIfMinusOne(Native.call(READ, fd, into.address(), into.byteSize(), 0, 0, 0));
    }

    static long pwrite(int fd, MemorySegment bytes, long offset) {
        return errnoIfMinusOne(Native.call(PWRITE, fd, bytes.address(), bytes.byteSize(), offset, 0, 0));
    }

    static int fsync(int fd) {
        return intOrErrno(Native.call(FSYNC, fd, 0, 0, 0, 0, 0));
    }

    static int fdatasync(int fd) {
        return intOrErrno(Native.call(FDATASYNC, fd, 0, 0, 0, 0, 0));
    }

    /** The kernel's id of the calling thread. */
    static int gettid() {
        return (int) Native.call(SYSCALL, GETTID, 0, 0, 0, 0, 0);
    }

    /** Sets the niceness of the calling thread; others of the process keep theirs. */
    static int nice(int nice) {
        return intOrErrno(Native.call(SETPRIORITY, PRIO_PROCESS, 0, nice, 0, 0, 0));
    }

    static long pageSize() {
        return Native.call(SYSCONF, SC_PAGESIZE, 0, 0, 0, 0, 0);
    }

    static int epollCreate() {
        return intOrErrno(Native.call(EPOLL_CREATE1, EPOLL_CLOEXEC, 0, 0, 0, 0, 0));
    }

    static int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
        return intOrErrno(Native.call(EPOLL_CTL, epoll, operation, fd, event.address(), 0, 0));
    }

    static int epollWait(int epoll, MemorySegment events, int limit, int timeoutMillis) {
        return intOrErrno(Native.call(EPOLL_WAIT, epoll, events.address(), limit, timeoutMillis, 0, 0));
    }

    static int eventfd() {
        return intOrErrno(Native.call(EVENTFD, 0, EFD_CLOEXEC | EFD_NONBLOCK, 0, 0, 0, 0));
    }

    /** An event for every process on one CPU. */
    static int perfEventOpen(MemorySegment attributes, int cpu) {
        return intOrErrno(
                Native.call(SYSCALL, PERF_EVENT_OPEN, attributes.address(), -1, cpu, -1, PERF_FLAG_FD_CLOEXEC));
    }

    /** Calls bpf(2); its result, or a negated errno. */
    static int bpf(int command, MemorySegment attributes) {
        return intOrErrno(Native.call(SYSCALL, BPF, command, attributes.address(), attributes.byteSize(), 0, 0));
    }

    /** Formats with a {@code va_list} that C code handed us; it arrives and is passed on as a pointer. */
    static String format(long format, long arguments, int limit) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(limit);
            Native.call(VSNPRINTF, text.address(), limit, format, arguments, 0, 0);
            return text.getString(0);
        }
    }
}
