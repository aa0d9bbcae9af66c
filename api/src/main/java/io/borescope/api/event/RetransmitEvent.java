package io.borescope.api.event;

/** Where the fields of a {@code struct retransmit_event} (bpf/programs/include/events.h) lie, from the start of the record. TCP sends again. */
public final class RetransmitEvent {
    /** u32: sent again. */
    public static final long DATA_BYTES = 24;

    /** u16: of the socket. */
    public static final long LOCAL_PORT = 28;

    /** u16: of the peer. */
    public static final long REMOTE_PORT = 30;

    /** u32: sent again; several at once with segmentation offload. */
    public static final long SEGMENTS = 32;

    /** u8: as {@link TcpStateEvent#NEW_STATE}. */
    public static final long STATE = 36;

    /** u8: the kernel's address family. */
    public static final long FAMILY = 37;

    /** Length of the record. */
    public static final int BYTES = 40;

    private RetransmitEvent() {}
}
