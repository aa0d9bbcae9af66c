package io.borescope.api.event;

/** Where the fields of a {@code struct disk_event} (bpf/programs/include/events.h) lie, from the start of the record. A request of a block device that has completed. */
public final class DiskEvent {
    /** u64: from issue to the device until completion. */
    public static final long LATENCY_NANOS = 24;

    /** u64: from insertion into the I/O scheduler's queue until issue; 0 if it was issued at once. */
    public static final long QUEUE_NANOS = 32;

    /** u32: completed. */
    public static final long DATA_BYTES = 40;

    /** u32: the kernel's number of the device: major in the bits from 20 on, minor below. */
    public static final long DEVICE = 44;

    /** u32: requests at the device when this one had completed. */
    public static final long IN_FLIGHT = 48;

    /** u8: {@link #READ} to {@link #OTHER}. */
    public static final long OPERATION = 52;

    /** u8: 0, or the kernel's {@code blk_status_t}. */
    public static final long ERROR = 53;

    /** Length of the record. */
    public static final int BYTES = 56;

    /** Operation: read. */
    public static final int READ = 0;

    /** Operation: write. */
    public static final int WRITE = 1;

    /** Operation: the device's cache to its medium. */
    public static final int FLUSH = 2;

    /** Operation: blocks given back, also secure erase. */
    public static final int DISCARD = 3;

    /** Operation: any other. */
    public static final int OTHER = 4;

    private DiskEvent() {}
}
