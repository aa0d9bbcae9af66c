package io.borescope.api.event;

/** Where the fields of a {@code struct memory_event} (bpf/programs/include/events.h) lie, from the start of the record. Time a thread spent to reclaim or compact memory. */
public final class MemoryEvent {
    /** u64: from begin to end. */
    public static final long DURATION_NANOS = 24;

    /** u64: reclaimed; 0 for compaction. */
    public static final long PAGES = 32;

    /** u32: {@link #DIRECT} or {@link #CGROUP}. */
    public static final long KIND = 40;

    /** s32: of compaction: the kernel's {@code enum compact_result}. */
    public static final long RESULT = 44;

    /** Length of the record. */
    public static final int BYTES = 48;

    /** Kind: the host is short of memory. */
    public static final int DIRECT = 0;

    /** Kind: the memory cgroup is at its limit. */
    public static final int CGROUP = 1;

    private MemoryEvent() {}
}
