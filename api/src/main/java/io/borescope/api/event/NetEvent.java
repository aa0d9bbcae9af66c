package io.borescope.api.event;

/** Where the fields of a {@code struct net_event} (bpf/programs/include/events.h) lie, from the start of the record. Bytes that a socket took or gave. */
public final class NetEvent {
    /** u32: sent or received. */
    public static final long DATA_BYTES = 24;

    /** u16: 0 for unix sockets. */
    public static final long LOCAL_PORT = 28;

    /** u16: 0 if the socket is not connected. */
    public static final long REMOTE_PORT = 30;

    /** u8: 1 if received, 0 if sent. */
    public static final long RECEIVE = 32;

    /** u8: {@link #TCP}, {@link #UDP} or {@link #UNIX}. */
    public static final long TRANSPORT = 33;

    /** u8: the kernel's address family. */
    public static final long FAMILY = 34;

    /** u8: 1 if the two below were taken now. */
    public static final long HAS_TCP_METRICS = 35;

    /** u32: smoothed round trip time. */
    public static final long SRTT_MICROS = 36;

    /** u32: congestion window, in segments. */
    public static final long CWND = 40;

    /** Length of the record. */
    public static final int BYTES = 48;

    /** Transport. */
    public static final int TCP = 0;

    /** Transport. */
    public static final int UDP = 1;

    /** Transport: unix sockets of any type. */
    public static final int UNIX = 2;

    private NetEvent() {}
}
