package io.borescope.api.metric;

import java.util.List;

/** Names of the metrics that Observoor has, whose users have tables and readers made for them: a contract that several components keep to. */
public final class ObservoorMetrics {
    /** Of windows of events. */
    public static final List<String> OF_WINDOWS = List.of(
            "syscall_read",
            "syscall_write",
            "syscall_futex",
            "syscall_mmap",
            "syscall_epoll_wait",
            "syscall_fsync",
            "syscall_fdatasync",
            "syscall_pwrite",
            "sched_on_cpu",
            "sched_off_cpu",
            "sched_runqueue",
            "mem_reclaim",
            "mem_compaction",
            "disk_latency",
            "page_fault_major",
            "page_fault_minor",
            "swap_in",
            "swap_out",
            "oom_kill",
            "fd_open",
            "fd_close",
            "process_exit",
            "tcp_state_change",
            "net_io",
            "tcp_retransmit",
            "disk_bytes",
            "block_merge",
            "tcp_rtt",
            "tcp_cwnd",
            "disk_queue_depth",
            "cpu_utilization");

    /** Of processes at a moment. */
    public static final List<String> OF_PROCESSES =
            List.of("memory_usage", "process_io_usage", "process_fd_usage", "process_sched_usage");

    private ObservoorMetrics() {}
}
