package io.borescope.api.event;

/** Where the fields of a {@code struct syscall_event} (bpf/programs/syscalls) lie, from the start of the record. */
public final class SyscallEvent {
    /** u64: nanoseconds from entry to return; 0 for {@link EventType#FD_OPEN} and {@link EventType#FD_CLOSE}, which are not timed. */
    public static final long LATENCY_NANOS = 24;

    /** s64: what the call returned; a negative errno if it failed. */
    public static final long RESULT = 32;

    /** Length of the record. */
    public static final int BYTES = 40;

    private SyscallEvent() {}
}
