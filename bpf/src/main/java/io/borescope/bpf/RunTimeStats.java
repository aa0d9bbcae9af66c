package io.borescope.bpf;

/**
 * Has the kernel measure how often and how long each BPF program of the host runs, until it is closed. That costs every run of each of them
 * some ten nanoseconds.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/sysctl/kernel.html#bpf-stats-enabled">bpf_stats_enabled</a>
 */
public final class RunTimeStats implements AutoCloseable {
    private final int fd;

    private RunTimeStats(int fd) {
        this.fd = fd;
    }

    /**
     * Begins.
     *
     * @throws BpfException where the kernel refuses it: it wants CAP_SYS_ADMIN, and Linux 5.8
     */
    public static RunTimeStats enable() throws BpfException {
        int fd = Libbpf.enableRunTimeStats();
        BpfException.check(fd, "cannot have run times of programs measured");
        return new RunTimeStats(fd);
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
