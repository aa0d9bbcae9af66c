package io.borescope.bpf;

import java.util.Map;

/**
 * Which system calls make which event type. The numbers are the architecture's; a call that it does not have is left out.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscalls.2.html">syscalls(2)</a>
 */
final class SyscallNumbers {
    private static final Map<Integer, int[]> X86_64 = Map.of(
            EventLayout.SYSCALL_READ, new int[] {0},
            EventLayout.SYSCALL_WRITE, new int[] {1},
            EventLayout.SYSCALL_FUTEX, new int[] {202},
            EventLayout.SYSCALL_MMAP, new int[] {9},
            EventLayout.SYSCALL_EPOLL_WAIT, new int[] {232, 281, 441}, // epoll_wait, epoll_pwait, epoll_pwait2
            EventLayout.SYSCALL_FSYNC, new int[] {74},
            EventLayout.SYSCALL_FDATASYNC, new int[] {75},
            EventLayout.SYSCALL_PWRITE, new int[] {18});

    private static final Map<Integer, int[]> AARCH64 = Map.of(
            EventLayout.SYSCALL_READ, new int[] {63},
            EventLayout.SYSCALL_WRITE, new int[] {64},
            EventLayout.SYSCALL_FUTEX, new int[] {98},
            EventLayout.SYSCALL_MMAP, new int[] {222},
            EventLayout.SYSCALL_EPOLL_WAIT, new int[] {22, 441}, // epoll_pwait, epoll_pwait2; there is no epoll_wait
            EventLayout.SYSCALL_FSYNC, new int[] {82},
            EventLayout.SYSCALL_FDATASYNC, new int[] {83},
            EventLayout.SYSCALL_PWRITE, new int[] {68});

    private SyscallNumbers() {}

    /**
     * The numbers of the calls that make this event type, here or on arm64.
     *
     * @throws IllegalArgumentException if it is not a type of system calls
     */
    static int[] of(int type, boolean arm64) {
        int[] numbers = (arm64 ? AARCH64 : X86_64).get(type);
        if (numbers == null) {
            throw new IllegalArgumentException("event type %d is not a system call; these are: %s"
                    .formatted(type, X86_64.keySet().stream().sorted().toList()));
        }
        return numbers;
    }
}
