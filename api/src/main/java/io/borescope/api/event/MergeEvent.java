package io.borescope.api.event;

/** Where the fields of a {@code struct merge_event} (bpf/programs/include/events.h) lie, from the start of the record. I/O that was joined to a request that waits. */
public final class MergeEvent {
    /** u32: joined. */
    public static final long DATA_BYTES = 24;

    /** u32: as {@link DiskEvent#DEVICE}. */
    public static final long DEVICE = 28;

    /** u32: as {@link DiskEvent#OPERATION}. */
    public static final long OPERATION = 32;

    /** Length of the record. */
    public static final int BYTES = 40;

    private MergeEvent() {}
}
