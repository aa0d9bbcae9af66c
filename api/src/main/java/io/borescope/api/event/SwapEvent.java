package io.borescope.api.event;

/** Where the fields of a {@code struct swap_event} (bpf/programs/include/events.h) lie, from the start of the record. Pages that went to or came from swap. */
public final class SwapEvent {
    /** u64: how many. */
    public static final long PAGES = 24;

    /** Length of the record. */
    public static final int BYTES = 32;

    private SwapEvent() {}
}
