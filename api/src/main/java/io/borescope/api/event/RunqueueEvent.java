package io.borescope.api.event;

/** Where the fields of a {@code struct runqueue_event} (bpf/programs/include/events.h) lie, from the start of the record. A thread gets a CPU after it was runnable without one. */
public final class RunqueueEvent {
    /** u64: since it was woken or preempted. */
    public static final long RUNQUEUE_NANOS = 24;

    /** u64: since it left its last CPU; 0 for a new thread. */
    public static final long OFF_CPU_NANOS = 32;

    /** u32: 1 if it did not sleep but had to give way. */
    public static final long PREEMPTED = 40;

    /** Length of the record. */
    public static final int BYTES = 48;

    private RunqueueEvent() {}
}
