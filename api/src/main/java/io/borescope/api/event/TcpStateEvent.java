package io.borescope.api.event;

/** Where the fields of a {@code struct tcp_state_event} (bpf/programs/include/events.h) lie, from the start of the record. A TCP socket changes its state. */
public final class TcpStateEvent {
    /** u16: of the socket. */
    public static final long LOCAL_PORT = 24;

    /** u16: of the peer. */
    public static final long REMOTE_PORT = 26;

    /** u8: the kernel's TCP_* number before. */
    public static final long OLD_STATE = 28;

    /** u8: the kernel's TCP_* number: 1 established to 12. */
    public static final long NEW_STATE = 29;

    /** u8: the kernel's address family. */
    public static final long FAMILY = 30;

    /** Length of the record. */
    public static final int BYTES = 32;

    private TcpStateEvent() {}
}
