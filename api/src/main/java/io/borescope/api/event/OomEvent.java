package io.borescope.api.event;

/** Where the fields of a {@code struct oom_event} (bpf/programs/include/events.h) lie, from the start of the record. A process was chosen as victim for lack of memory; the header names it. */
public final class OomEvent {
    /** u32: process that ran out of memory. */
    public static final long KILLER_PID = 24;

    /** Length of the record. */
    public static final int BYTES = 32;

    private OomEvent() {}
}
