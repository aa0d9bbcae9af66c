package io.borescope.bpf;

import java.util.Arrays;
import java.util.Locale;

/** Names of kernel errors, and what a user can do about each when eBPF answers with it. Numbers as on x86-64 and arm64. */
enum Errno {
    EPERM(
            1,
            "Grant CAP_BPF and CAP_PERFMON (Linux 5.8+), or run as root. Before Linux 5.11 a small RLIMIT_MEMLOCK gives the same"
                    + " error (ulimit -l unlimited); kernel lockdown in confidentiality mode forbids it to everyone."),
    ENOENT(
            2,
            "The hook is not in this kernel, or its BTF (/sys/kernel/btf/vmlinux) is missing: CONFIG_DEBUG_INFO_BTF=y."),
    ESRCH(3, "The kernel's BTF does not know this hook: Linux 5.10 or later with CONFIG_DEBUG_INFO_BTF=y is needed."),
    EINTR(4, "Try again."),
    E2BIG(7, "The program is too large for this kernel's verifier, or a structure is newer than the kernel."),
    EBADF(9, "A file descriptor was closed too early. Please report this."),
    EAGAIN(11, "Try again."),
    ENOMEM(12, "The kernel has no memory for it: choose smaller rings, or raise the memory limit of the container."),
    EACCES(
            13,
            "The verifier refused the program (its log follows), or access is restricted: grant CAP_PERFMON or lower"
                    + " kernel.perf_event_paranoid."),
    EFAULT(14, "An address was wrong. Please report this."),
    EBUSY(16, "Something else holds it. Try again."),
    EEXIST(17, "It is there already."),
    ENODEV(19, "The CPU is offline or the device is gone."),
    EINVAL(22, "The kernel does not know what was asked: Linux 5.10 or later is needed."),
    ENFILE(23, "The host has no file descriptors left: raise fs.file-max."),
    EMFILE(24, "The process has no file descriptors left: raise its limit (ulimit -n)."),
    ENOSPC(28, "The kernel has no room for it: choose smaller maps."),
    ENOSYS(38, "This kernel was built without it: CONFIG_BPF_SYSCALL=y and CONFIG_PERF_EVENTS=y are needed."),
    EOPNOTSUPP(95, "This kernel does not support it: Linux 5.10 or later is needed."),
    ENOTSUPP(524, "This kernel does not support it: Linux 5.10 or later is needed.");

    private final int number;
    private final String remedy;

    Errno(int number, String remedy) {
        this.number = number;
        this.remedy = remedy;
    }

    /** The name of an errno, or {@code errno 71} for one without a name here. */
    static String nameOf(int number) {
        return Arrays.stream(values())
                .filter(errno -> errno.number == number)
                .map(Enum::name)
                .findFirst()
                .orElseGet(() -> String.format(Locale.ROOT, "errno %d", number));
    }

    /** What to do about it, as sentences for a user; empty if there is nothing to say. */
    static String remedyFor(int number) {
        return Arrays.stream(values())
                .filter(errno -> errno.number == number)
                .map(errno -> errno.remedy)
                .findFirst()
                .orElse("");
    }
}
