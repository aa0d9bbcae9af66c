package io.borescope.receiver.ebpf;

import io.borescope.api.event.EventType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be switched on and off, by the names that users of Observoor know. */
enum ProbeGroup {
    SYSCALL_READ(EventType.SYSCALL_READ),
    SYSCALL_WRITE(EventType.SYSCALL_WRITE),
    SYSCALL_FUTEX(EventType.SYSCALL_FUTEX),
    SYSCALL_MMAP(EventType.SYSCALL_MMAP),
    SYSCALL_EPOLL_WAIT(EventType.SYSCALL_EPOLL_WAIT),
    SYSCALL_FSYNC(EventType.SYSCALL_FSYNC),
    SYSCALL_FDATASYNC(EventType.SYSCALL_FDATASYNC),
    SYSCALL_PWRITE(EventType.SYSCALL_PWRITE),
    SCHEDULER(EventType.SCHED_SWITCH);

    private final EventType produces;

    ProbeGroup(EventType produces) {
        this.produces = produces;
    }

    /** The type of its events. */
    EventType produces() {
        return produces;
    }

    /** As written in configurations: {@code syscall_read}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is a group of this name. */
    static boolean exists(String label) {
        return Arrays.stream(values()).anyMatch(group -> group.label().equals(label));
    }

    /** All names, for messages. */
    static String labels() {
        return Arrays.stream(values()).map(ProbeGroup::label).collect(Collectors.joining(", "));
    }
}
