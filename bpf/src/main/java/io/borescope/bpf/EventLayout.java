package io.borescope.bpf;

/**
 * Numbers of {@code programs/include/events.h}, in bytes from the start of a record's payload. A test compares them with the
 * BTF of every compiled object, for each architecture.
 */
final class EventLayout {
    static final int SYSCALL_READ = 1;
    static final int SYSCALL_WRITE = 2;
    static final int SYSCALL_FUTEX = 3;
    static final int SYSCALL_MMAP = 4;
    static final int SYSCALL_EPOLL_WAIT = 5;
    static final int SCHED_SWITCH = 9;
    static final int SYSCALL_FSYNC = 13;
    static final int SYSCALL_FDATASYNC = 14;
    static final int SYSCALL_PWRITE = 15;
    static final int PROCESS_EXIT = 25;
    static final int PROCESS_FORK = 64;
    static final int PROCESS_EXEC = 65;
    static final int EVENT_TYPES = 128;

    /** {@code struct event_header}. */
    static final int TIMESTAMP_NS = 0;

    static final int PROCESS = 8;
    static final int PID = 12;
    static final int TID = 16;
    static final int TYPE = 20;
    static final int CPU = 22;
    static final int HEADER_SIZE = 24;

    /** {@code struct syscall_event}. */
    static final int LATENCY_NS = 24;

    static final int RET = 32;
    static final int SYSCALL_SIZE = 40;

    /** {@code struct cpu_event}. */
    static final int SPAN_NS = 24;

    static final int SLICE_NS = 32;
    static final int CPU_FLAGS = 40;
    static final int CPU_SIZE = 48;
    static final int CPU_SLICE_ENDED = 1;
    static final int CPU_VOLUNTARY = 2;

    /** {@code struct process_event}. */
    static final int START_BOOTTIME_NS = 24;

    static final int PARENT_PID = 32;
    static final int PREVIOUS = 36;
    static final int EXIT_CODE = 40;
    static final int PROCESS_FLAGS = 44;
    static final int COMM = 48;
    static final int FILENAME = 64;
    static final int PROCESS_SIZE = 192;
    static final int PROCESS_CHILDREN = 1;

    /** A slot of the tracker (slots.h): the serial in the low bits, this on top. */
    static final int SLOT_CHILDREN = 0x8000_0000;

    static final int SLOT_SERIAL = 0x7fff_ffff;
    static final int SLOTS_PER_LINE = 16;

    private EventLayout() {}
}
