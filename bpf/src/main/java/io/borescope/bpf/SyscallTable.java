package io.borescope.bpf;

import static java.util.Map.entry;

import io.borescope.api.event.EventType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code class_of} and {@code exit_only} of syscalls.h: which system calls make which event type, and how.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscalls.2.html">syscalls(2)</a>
 */
final class SyscallTable {
    /** The numbers of a call; {@link #NONE} where the architecture does not have it. */
    record Numbers(int x86, int arm64) {
        private int here() {
            return Libc.ARM64 ? arm64 : x86;
        }
    }

    static final int NONE = -1;

    private static final Map<String, Numbers> NUMBERS = new TreeMap<>(Map.ofEntries(
            call("read", 0, 63),
            call("write", 1, 64),
            call("open", 2, NONE),
            call("close", 3, 57),
            call("mmap", 9, 222),
            call("munmap", 11, 215),
            call("brk", 12, 214),
            call("pread64", 17, 67),
            call("pwrite64", 18, 68),
            call("readv", 19, 65),
            call("writev", 20, 66),
            call("mremap", 25, 216),
            call("msync", 26, 227),
            call("madvise", 28, 233),
            call("fsync", 74, 82),
            call("fdatasync", 75, 83),
            call("creat", 85, NONE),
            call("futex", 202, 98),
            call("epoll_wait", 232, NONE),
            call("openat", 257, 56),
            call("sync_file_range", 277, 84),
            call("epoll_pwait", 281, 22),
            call("preadv", 295, 69),
            call("pwritev", 296, 70),
            call("preadv2", 327, 286),
            call("pwritev2", 328, 287),
            call("io_uring_enter", 426, 426),
            call("close_range", 436, 436),
            call("openat2", 437, 437),
            call("process_madvise", 440, 440),
            call("epoll_pwait2", 441, 441),
            call("futex_waitv", 449, 449),
            call("futex_wake", 454, 454),
            call("futex_wait", 455, 455),
            call("futex_requeue", 456, 456)));

    private static Map.Entry<String, Numbers> call(String name, int x86, int arm64) {
        return entry(name, new Numbers(x86, arm64));
    }

    private static final Map<ProbeGroup, List<String>> USUAL = Map.ofEntries(
            entry(ProbeGroup.SYSCALL_READ, List.of("read", "readv", "pread64", "preadv", "preadv2")),
            entry(ProbeGroup.SYSCALL_WRITE, List.of("write", "writev")),
            entry(ProbeGroup.SYSCALL_PWRITE, List.of("pwrite64", "pwritev", "pwritev2")),
            entry(
                    ProbeGroup.SYSCALL_FUTEX,
                    List.of("futex", "futex_waitv", "futex_wake", "futex_wait", "futex_requeue")),
            entry(ProbeGroup.SYSCALL_MMAP, List.of("mmap")),
            entry(ProbeGroup.SYSCALL_EPOLL_WAIT, List.of("epoll_wait", "epoll_pwait", "epoll_pwait2")),
            entry(ProbeGroup.SYSCALL_FSYNC, List.of("fsync")),
            entry(ProbeGroup.SYSCALL_FDATASYNC, List.of("fdatasync", "sync_file_range")),
            entry(ProbeGroup.SYSCALL_MUNMAP, List.of("munmap")),
            entry(ProbeGroup.SYSCALL_BRK, List.of("brk")),
            entry(ProbeGroup.SYSCALL_MADVISE, List.of("madvise")),
            entry(ProbeGroup.SYSCALL_MSYNC, List.of("msync")),
            entry(ProbeGroup.SYSCALL_IO_URING_ENTER, List.of("io_uring_enter")),
            entry(ProbeGroup.FD_OPEN, List.of("open", "creat", "openat", "openat2")),
            entry(ProbeGroup.FD_CLOSE, List.of("close", "close_range")));

    private static final Set<EventType> WITHOUT_LATENCY = Set.of(EventType.FD_OPEN, EventType.FD_CLOSE);

    private SyscallTable() {}

    /**
     * Which of these groups observes which call.
     *
     * @param chosen calls of the groups that are not to have their usual ones
     * @throws IllegalArgumentException if a call has no known number, or two groups want it
     */
    static Map<String, ProbeGroup> groupsByCall(Set<ProbeGroup> groups, Map<ProbeGroup, List<String>> chosen) {
        Map<String, ProbeGroup> byCall = new TreeMap<>();
        for (ProbeGroup group : EnumSet.copyOf(groups)) {
            for (String call : chosen.getOrDefault(group, usual(group))) {
                numbersOf(call);
                ProbeGroup other = byCall.put(call, group);
                if (other != null && other != group) {
                    throw new IllegalArgumentException(
                            "the system call %s is wanted by %s and by %s, but a call makes one event: take it out of one of them"
                                    .formatted(call, other.label(), group.label()));
                }
            }
        }
        return byCall;
    }

    private static Numbers numbersOf(String call) {
        Numbers numbers = NUMBERS.get(call);
        if (numbers == null) {
            throw new IllegalArgumentException(
                    "the system call %s is not known; these are: %s".formatted(call, NUMBERS.keySet()));
        }
        return numbers;
    }

    /** Writes the type under the number of every call that a group wants. */
    static void fill(MemorySegment classOf, Set<ProbeGroup> groups, Map<ProbeGroup, List<String>> chosen) {
        groupsByCall(groups, chosen).forEach((call, group) -> {
            int number = numbersOf(call).here();
            if (number != NONE) {
                EventType type = group.produces().iterator().next();
                classOf.set(ValueLayout.JAVA_BYTE, number, (byte) type.id());
            }
        });
    }

    /** Marks the types of which only the result is told. */
    static void fillExitOnly(MemorySegment exitOnly) {
        WITHOUT_LATENCY.forEach(type -> exitOnly.set(ValueLayout.JAVA_BYTE, type.id(), (byte) 1));
    }

    /** The calls that a group observes unless told otherwise; empty if it is not of system calls. */
    static List<String> usual(ProbeGroup group) {
        return USUAL.getOrDefault(group, List.of());
    }

    /** All calls that are known, in alphabetical order. */
    static List<String> names() {
        return NUMBERS.keySet().stream().sorted().toList();
    }

    /** Whether this architecture has a call. */
    static boolean isHere(String call) {
        return numbersOf(call).here() != NONE;
    }

    /** All calls that are known. */
    static Map<String, Numbers> numbers() {
        return Collections.unmodifiableMap(NUMBERS);
    }
}
