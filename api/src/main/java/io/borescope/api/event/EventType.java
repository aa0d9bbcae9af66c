package io.borescope.api.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel event is about. Ids up to 25 and their names are those that users of Observoor know; ids from 64 on are ours, and from
 * 128 on free for plugins that bring their own processors.
 */
public enum EventType {
    SYSCALL_READ(1),
    SYSCALL_WRITE(2),
    SYSCALL_FUTEX(3),
    SYSCALL_MMAP(4),
    SYSCALL_EPOLL_WAIT(5),
    DISK_IO(6),
    NET_TX(7),
    NET_RX(8),
    SCHED_SWITCH(9),
    PAGE_FAULT(10),
    FD_OPEN(11),
    FD_CLOSE(12),
    SYSCALL_FSYNC(13),
    SYSCALL_FDATASYNC(14),
    SYSCALL_PWRITE(15),
    SCHED_RUNQUEUE(16),
    BLOCK_MERGE(17),
    TCP_RETRANSMIT(18),
    TCP_STATE(19),
    MEM_RECLAIM(20),
    MEM_COMPACTION(21),
    SWAP_IN(22),
    SWAP_OUT(23),
    OOM_KILL(24),
    PROCESS_EXIT(25),
    PROCESS_FORK(64),
    PROCESS_EXEC(65),
    SYSCALL_MUNMAP(66),
    SYSCALL_BRK(67),
    SYSCALL_MADVISE(68),
    SYSCALL_MSYNC(69),
    SYSCALL_IO_URING_ENTER(70),
    IO_URING_SUBMIT(71),
    IO_URING_COMPLETE(72);

    /** One more than the largest id a record may carry. */
    public static final int ID_LIMIT = 256;

    private static final @Nullable EventType[] BY_ID = new @Nullable EventType[ID_LIMIT];

    static {
        for (EventType type : values()) {
            BY_ID[type.id] = type;
        }
    }

    private final int id;
    private final String label;

    EventType(int id) {
        this.id = id;
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

    /** As written in configuration and metrics: {@code syscall_read}. */
    public String label() {
        return label;
    }
}
