package io.borescope.api.event;

/**
 * Where the fields of a {@code struct cpu_event} (bpf/programs/sched) lie, from the start of the record. One is written when a thread
 * leaves the CPU, and one at every tick while it stays, so that what still runs is charged too.
 */
public final class CpuEvent {
    /**
     * u64: CPU time since this thread was last charged, by the scheduler's own account, as in {@code /proc/<pid>/stat}; ends at the record's
     * timestamp.
     */
    public static final long SPAN_NANOS = 24;

    /** u64: the whole slice from switch-in to switch-out by the clock, stolen time included; 0 while it goes on. */
    public static final long SLICE_NANOS = 32;

    /** u32: {@link #ENDED}, {@link #VOLUNTARY}. */
    public static final long FLAGS = 40;

    /** Length of the record. */
    public static final int BYTES = 48;

    /** Flag: the slice has ended. */
    public static final int ENDED = 1;

    /** Flag: the thread left the CPU because it had nothing to run. */
    public static final int VOLUNTARY = 2;

    private CpuEvent() {}
}
