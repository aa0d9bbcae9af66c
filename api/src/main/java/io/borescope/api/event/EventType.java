package io.borescope.api.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel event is about. Ids up to 25 and their names are those that users of Observoor know; ids from 64 on are ours, and from
 * 128 on free for plugins that bring their own processors.
 */
public enum EventType {
    SYSCALL_READ(1, SyscallEvent.BYTES),
    SYSCALL_WRITE(2, SyscallEvent.BYTES),
    SYSCALL_FUTEX(3, SyscallEvent.BYTES),
    SYSCALL_MMAP(4, SyscallEvent.BYTES),
    SYSCALL_EPOLL_WAIT(5, SyscallEvent.BYTES),
    DISK_IO(6, DiskEvent.BYTES),
    NET_TX(7, NetEvent.BYTES),
    NET_RX(8, NetEvent.BYTES),
    SCHED_SWITCH(9, CpuEvent.BYTES),
    PAGE_FAULT(10, FaultEvent.BYTES),
    FD_OPEN(11, SyscallEvent.BYTES),
    FD_CLOSE(12, SyscallEvent.BYTES),
    SYSCALL_FSYNC(13, SyscallEvent.BYTES),
    SYSCALL_FDATASYNC(14, SyscallEvent.BYTES),
    SYSCALL_PWRITE(15, SyscallEvent.BYTES),
    SCHED_RUNQUEUE(16, RunqueueEvent.BYTES),
    BLOCK_MERGE(17, MergeEvent.BYTES),
    TCP_RETRANSMIT(18, RetransmitEvent.BYTES),
    TCP_STATE(19, TcpStateEvent.BYTES),
    MEM_RECLAIM(20, MemoryEvent.BYTES),
    MEM_COMPACTION(21, MemoryEvent.BYTES),
    SWAP_IN(22, SwapEvent.BYTES),
    SWAP_OUT(23, SwapEvent.BYTES),
    OOM_KILL(24, OomEvent.BYTES),
    PROCESS_EXIT(25, ProcessEvent.BYTES),
    PROCESS_FORK(64, ProcessEvent.BYTES),
    PROCESS_EXEC(65, ProcessEvent.BYTES),
    SYSCALL_MUNMAP(66, SyscallEvent.BYTES),
    SYSCALL_BRK(67, SyscallEvent.BYTES),
    SYSCALL_MADVISE(68, SyscallEvent.BYTES),
    SYSCALL_MSYNC(69, SyscallEvent.BYTES),
    SYSCALL_IO_URING_ENTER(70, SyscallEvent.BYTES),
    IO_URING_SUBMIT(71, IoUringEvent.BYTES),
    IO_URING_COMPLETE(72, IoUringEvent.BYTES);

    /** One more than the largest id a record may carry. */
    public static final int ID_LIMIT = 256;

    private static final @Nullable EventType[] BY_ID = new @Nullable EventType[ID_LIMIT];

    static {
        for (EventType type : values()) {
            BY_ID[type.id] = type;
        }
    }

    private final int id;
    private final int recordBytes;
    private final String label;

    EventType(int id, int recordBytes) {
        this.id = id;
        this.recordBytes = recordBytes;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The type of an id, or null if this version does not know it. */
    public static @Nullable EventType of(int id) {
        return id >= 0 && id < ID_LIMIT ? BY_ID[id] : null;
    }

    /** The type of a label such as {@code syscall_read}, or null if there is none. */
    public static @Nullable EventType ofLabel(String label) {
        for (EventType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        return null;
    }

    /** A name for messages: the label, or {@code event_<id>} for a type this version does not know. */
    public static String labelOf(int id) {
        EventType type = of(id);
        return type == null ? "event_" + id : type.label;
    }

    /** What records carry. */
    public int id() {
        return id;
    }

    /** Length of its records, the header included. */
    public int recordBytes() {
        return recordBytes;
    }

    /** As written in configuration and metrics: {@code syscall_read}. */
    public String label() {
        return label;
    }
}
