package io.borescope.bpf;

import io.borescope.api.event.EventType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code class_of} of syscalls.h: which system calls make which event type.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscalls.2.html">syscalls(2)</a>
 */
final class SyscallTable {
    /** The numbers of a call; {@link #NONE} where the architecture does not have it. */
    private record Numbers(int x86, int arm64) {
        int here() {
            return Libc.ARM64 ? arm64 : x86;
        }
    }

    private static final int NONE = -1;
    private static final Map<String, Numbers> NUMBERS = new HashMap<>();

    static {
        number("read", 0, 63);
        number("write", 1, 64);
        number("mmap", 9, 222);
        number("pwrite64", 18, 68);
        number("fsync", 74, 82);
        number("fdatasync", 75, 83);
        number("futex", 202, 98);
        number("epoll_wait", 232, NONE);
        number("epoll_pwait", 281, 22);
        number("epoll_pwait2", 441, 441);
    }

    private static void number(String name, int x86, int arm64) {
        NUMBERS.put(name, new Numbers(x86, arm64));
    }

    private static final Map<ProbeGroup, List<String>> USUAL = Map.of(
            ProbeGroup.SYSCALL_READ, List.of("read"),
            ProbeGroup.SYSCALL_WRITE, List.of("write"),
            ProbeGroup.SYSCALL_FUTEX, List.of("futex"),
            ProbeGroup.SYSCALL_MMAP, List.of("mmap"),
            ProbeGroup.SYSCALL_EPOLL_WAIT, List.of("epoll_wait", "epoll_pwait", "epoll_pwait2"),
            ProbeGroup.SYSCALL_FSYNC, List.of("fsync"),
            ProbeGroup.SYSCALL_FDATASYNC, List.of("fdatasync"),
            ProbeGroup.SYSCALL_PWRITE, List.of("pwrite64"));

    private SyscallTable() {}

    /**
     * Writes the type under the number of every call that a group wants.
     *
     * @throws IllegalArgumentException if a call has no known number
     */
    static void fill(MemorySegment classOf, Set<ProbeGroup> groups, ProbeOptions options) {
        for (ProbeGroup group : groups) {
            EventType type = group.produces().iterator().next();
            for (String call : options.calls().getOrDefault(group, usual(group))) {
                int number = numberOf(call);
                if (number != NONE) {
                    classOf.set(ValueLayout.JAVA_BYTE, number, (byte) type.id());
                }
            }
        }
    }

    /** The calls that a group observes unless told otherwise; empty if it is not of system calls. */
    static List<String> usual(ProbeGroup group) {
        return USUAL.getOrDefault(group, List.of());
    }

    /** All calls that are known, in alphabetical order. */
    static List<String> names() {
        return NUMBERS.keySet().stream().sorted().toList();
    }

    private static int numberOf(String call) {
        Numbers numbers = NUMBERS.get(call);
        if (numbers == null) {
            throw new IllegalArgumentException(
                    "the system call %s is not known; these are: %s".formatted(call, names()));
        }
        return numbers.here();
    }
}
