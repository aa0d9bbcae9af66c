package io.borescope.api.event;

/**
 * Where the fields of a partial lie, from the start of its record: what the kernel has added up of the events of one process that are
 * alike. A record of a batch that {@linkplain EventBatch#partials() holds partials} begins like any record of its {@link EventType}, with
 * what these events have in common: the header and the fields that rows are told apart by or that say which metrics an event is for. Its
 * timestamp lies in the window in which the events happened. The fields that are measured are not there; their figures follow here, each
 * in a part of its own.
 *
 * <pre>
 *   0  the record, at most 64 bytes; fields of which nothing is known are 0
 *  64  u64 events  that are answered for by this record; 0 if it only says what events of another one have in this window
 *  72  parts in the order of {@link #parts}, each
 *        0  u64 count    values
 *        8  u64 sum      of them
 *       16  u64 min      meaningless if there are none
 *       24  u64 max
 *       32  u64[10]      values below 1 us, 10 us, ... 100 s, and from there on
 * </pre>
 */
public final class PartialEvents {
    /** u64: how many events. */
    public static final long EVENTS = 64;

    /** Where the first part begins. */
    public static final long FIRST_PART = 72;

    /** Length of a part. */
    public static final int PART_BYTES = 112;

    /** u64, from the start of a part: values. */
    public static final long COUNT = 0;

    /** u64, from the start of a part: sum of the values. */
    public static final long SUM = 8;

    /** u64, from the start of a part: smallest value. */
    public static final long MIN = 16;

    /** u64, from the start of a part: largest value. */
    public static final long MAX = 24;

    /** u64 each, from the start of a part: values by decade. */
    public static final long BUCKETS = 32;

    /** How many buckets a part has. */
    public static final int BUCKET_COUNT = 10;

    /** Most parts of a record. */
    public static final int MOST_PARTS = 3;

    /** Length of the record. */
    public static final int BYTES = (int) FIRST_PART + MOST_PARTS * PART_BYTES;

    private static final long[] NONE = {};
    private static final long[] SYSCALL = {SyscallEvent.LATENCY_NANOS};
    private static final long[] SCHED_SWITCH = {CpuEvent.SPAN_NANOS, CpuEvent.SLICE_NANOS};
    private static final long[] SCHED_RUNQUEUE = {RunqueueEvent.RUNQUEUE_NANOS, RunqueueEvent.OFF_CPU_NANOS};
    private static final long[] NET = {NetEvent.DATA_BYTES, NetEvent.SRTT_MICROS, NetEvent.CWND};
    private static final long[] PAGE_FAULT = {FaultEvent.LATENCY_NANOS};

    private PartialEvents() {}

    /**
     * The fields that are measured, by their place in the record of an event, in the order of their parts. All values of these fields are
     * in the part, except: {@code slice_ns} of slices that go on, {@code srtt_us} and {@code cwnd} where they were not taken, and, in
     * {@code runqueue_ns}, {@code off_cpu_ns} and {@code latency_ns} of page faults, zeros, which stand for what is not known.
     */
    public static long[] parts(EventType type) {
        return switch (type) {
            case SCHED_SWITCH -> SCHED_SWITCH.clone();
            case SCHED_RUNQUEUE -> SCHED_RUNQUEUE.clone();
            case NET_TX, NET_RX -> NET.clone();
            case PAGE_FAULT -> PAGE_FAULT.clone();
            case SYSCALL_READ,
                    SYSCALL_WRITE,
                    SYSCALL_FUTEX,
                    SYSCALL_MMAP,
                    SYSCALL_EPOLL_WAIT,
                    SYSCALL_FSYNC,
                    SYSCALL_FDATASYNC,
                    SYSCALL_PWRITE,
                    SYSCALL_MUNMAP,
                    SYSCALL_BRK,
                    SYSCALL_MADVISE,
                    SYSCALL_MSYNC,
                    SYSCALL_IO_URING_ENTER -> SYSCALL.clone();
            default -> NONE.clone();
        };
    }

    /** Whether there are partials of a type; others are told event by event. */
    public static boolean exist(EventType type) {
        return type == EventType.FD_OPEN || type == EventType.FD_CLOSE || parts(type).length > 0;
    }

    /** Where a part begins, from the start of the record. */
    public static long part(int index) {
        return FIRST_PART + (long) index * PART_BYTES;
    }
}
