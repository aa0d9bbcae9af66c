package io.borescope.api.event;

/** Where the fields of a {@code struct fault_event} (bpf/programs/include/events.h) lie, from the start of the record. A page fault of user space that has been handled. */
public final class FaultEvent {
    /** u64: that was touched. */
    public static final long ADDRESS = 24;

    /** u64: 0 if the way it was observed in cannot tell. */
    public static final long LATENCY_NANOS = 32;

    /** u32: 1 if the page was read from a device. */
    public static final long MAJOR = 40;

    /** Length of the record. */
    public static final int BYTES = 48;

    private FaultEvent() {}
}
