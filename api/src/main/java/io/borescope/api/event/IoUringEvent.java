package io.borescope.api.event;

/** Where the fields of a {@code struct io_uring_event} (bpf/programs/include/events.h) lie, from the start of the record. A request of io_uring that was submitted or has completed. */
public final class IoUringEvent {
    /** u64: completion: since submission; 0 if that was not seen. */
    public static final long LATENCY_NANOS = 24;

    /** s32: completion: as the application gets it. */
    public static final long RESULT = 32;

    /** u32: the kernel's IORING_OP_* number. */
    public static final long OPCODE = 36;

    /** Length of the record. */
    public static final int BYTES = 40;

    private IoUringEvent() {}
}
