package io.borescope.bpf;

import static io.borescope.bpf.ProbeObject.SCHED;
import static io.borescope.bpf.ProbeObject.SYSCALLS;

import io.borescope.api.event.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be switched on and off, by the names that users of Observoor know, with the ways in which it can be observed: the first that
 * this kernel lets load and attach is taken.
 */
@SuppressWarnings("ImmutableEnumChecker") // its collections are unmodifiable
public enum ProbeGroup {
    SYSCALL_READ(SYSCALLS, EventType.SYSCALL_READ, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_WRITE(SYSCALLS, EventType.SYSCALL_WRITE, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_FUTEX(SYSCALLS, EventType.SYSCALL_FUTEX, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_MMAP(SYSCALLS, EventType.SYSCALL_MMAP, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_EPOLL_WAIT(SYSCALLS, EventType.SYSCALL_EPOLL_WAIT, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_FSYNC(SYSCALLS, EventType.SYSCALL_FSYNC, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_FDATASYNC(SYSCALLS, EventType.SYSCALL_FDATASYNC, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_PWRITE(SYSCALLS, EventType.SYSCALL_PWRITE, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_MUNMAP(SYSCALLS, EventType.SYSCALL_MUNMAP, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_BRK(SYSCALLS, EventType.SYSCALL_BRK, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_MADVISE(SYSCALLS, EventType.SYSCALL_MADVISE, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_MSYNC(SYSCALLS, EventType.SYSCALL_MSYNC, Ways.SYSCALL, Ways.SYSCALL_TP),
    SYSCALL_IO_URING_ENTER(SYSCALLS, EventType.SYSCALL_IO_URING_ENTER, Ways.SYSCALL, Ways.SYSCALL_TP),
    FD_OPEN(SYSCALLS, EventType.FD_OPEN, Ways.SYSCALL_RESULT, Ways.SYSCALL_RESULT_TP),
    FD_CLOSE(SYSCALLS, EventType.FD_CLOSE, Ways.SYSCALL_RESULT, Ways.SYSCALL_RESULT_TP),
    IO_URING(
            ProbeObject.IO_URING,
            Set.of(EventType.IO_URING_SUBMIT, EventType.IO_URING_COMPLETE),
            Way.of("tp", "request_complete", "request_submit", "ring_create"),
            Way.of("tp_submit_sqe", "request_complete", "request_submit_sqe", "ring_create")),
    SCHEDULER(SCHED, EventType.SCHED_SWITCH, Way.of("tp_btf", "sched_switch", "cpu_exec", "cpu_tick"));

    private final ProbeObject object;
    private final Set<EventType> produces;
    private final List<Way> ways;

    ProbeGroup(ProbeObject object, EventType produces, Way... ways) {
        this(object, Set.of(produces), ways);
    }

    ProbeGroup(ProbeObject object, Set<EventType> produces, Way... ways) {
        this.object = object;
        this.produces = produces;
        this.ways = List.of(ways);
    }

    /** As written in configurations: {@code syscall_read}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The types of its events; empty for a group that only adds to the events of another one. */
    public Set<EventType> produces() {
        return produces;
    }

    /** The names of its ways, the preferred first. */
    public List<String> wayNames() {
        return ways.stream().map(Way::name).toList();
    }

    ProbeObject object() {
        return object;
    }

    List<Way> ways() {
        return ways;
    }

    /** The group of this label, null if there is none. */
    public static @Nullable ProbeGroup ofLabel(String label) {
        return Arrays.stream(values())
                .filter(group -> group.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    /** All labels, for messages. */
    public static String labels() {
        return Arrays.stream(values()).map(ProbeGroup::label).collect(Collectors.joining(", "));
    }

    /** Ways that several groups share. */
    private static final class Ways {
        /** What gives entries back first, what takes them last: see syscalls.bpf.c. */
        private static final Way SYSCALL = Way.of("tp_btf", "thread_exit", "sys_exit", "sys_enter");

        private static final Way SYSCALL_TP = Way.of("tp", "thread_exit_tp", "sys_exit_tp", "sys_enter_tp");

        /** For calls whose latency is not told: without others, nothing runs when a call begins. */
        private static final Way SYSCALL_RESULT = Way.of("tp_btf", "sys_exit");

        private static final Way SYSCALL_RESULT_TP = Way.of("tp", "sys_exit_tp");
    }
}
