package io.borescope.bpf;

import static io.borescope.bpf.ProbeObject.BLOCK;
import static io.borescope.bpf.ProbeObject.FAULT;
import static io.borescope.bpf.ProbeObject.MEMORY;
import static io.borescope.bpf.ProbeObject.NET;
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
 * this kernel lets load and attach is taken, on a kernel with {@link Preemption} the first that does not suffer from it.
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
    DISK_IO(
            BLOCK,
            EventType.DISK_IO,
            Ways.requests("tp_btf", "folio_dirtied"),
            Ways.requests("tp_btf_page", "page_dirtied")),
    BLOCK_MERGE(
            BLOCK,
            EventType.BLOCK_MERGE,
            Ways.merges("tp_btf", "folio_dirtied"),
            Ways.merges("tp_btf_page", "page_dirtied")),
    TCP_SEND(
            NET,
            EventType.NET_TX,
            Ways.SENT,
            Ways.SENT_TP,
            Way.of("fexit", "inet_sent", "inet6_sent", "tcp_sent_page"),
            Way.ofBothEnds("inet_sendmsg", "inet6_sendmsg", "tcp_sendpage")),
    TCP_RECV(
            NET,
            EventType.NET_RX,
            Way.of("tp_btf+fexit", "socket_received", "tcp_spliced"),
            Ways.RECEIVED,
            Way.of("tp+fexit", "socket_received_tp", "tcp_spliced"),
            Ways.RECEIVED_TP,
            Way.of("fexit", "inet_received", "inet6_received", "tcp_spliced"),
            Way.ofBothEnds("inet_recvmsg", "inet6_recvmsg", "tcp_splice_read")),
    UDP_SEND(
            NET,
            EventType.NET_TX,
            Ways.SENT,
            Ways.SENT_TP,
            Way.of("fexit", "inet_sent", "inet6_sent"),
            Way.ofBothEnds("inet_sendmsg", "inet6_sendmsg")),
    UDP_RECV(
            NET,
            EventType.NET_RX,
            Ways.RECEIVED,
            Ways.RECEIVED_TP,
            Way.of("fexit", "inet_received", "inet6_received"),
            Way.ofBothEnds("inet_recvmsg", "inet6_recvmsg")),
    UNIX_SEND(
            NET,
            EventType.NET_TX,
            Ways.SENT,
            Ways.SENT_TP,
            Way.of("fexit", "unix_stream_sent", "unix_stream_sent_page", "unix_dgram_sent", "unix_seqpacket_sent"),
            Way.ofBothEnds(
                    "unix_stream_sendmsg", "unix_stream_sendpage", "unix_dgram_sendmsg", "unix_seqpacket_sendmsg")),
    UNIX_RECV(
            NET,
            EventType.NET_RX,
            Way.of("tp_btf+fexit", "socket_received", "unix_spliced"),
            Ways.RECEIVED,
            Way.of("tp+fexit", "socket_received_tp", "unix_spliced"),
            Ways.RECEIVED_TP,
            Way.of("fexit", "unix_stream_received", "unix_dgram_received", "unix_seqpacket_received", "unix_spliced"),
            Way.ofBothEnds(
                    "unix_stream_recvmsg", "unix_dgram_recvmsg", "unix_seqpacket_recvmsg", "unix_stream_splice_read")),
    TCP_RETRANSMIT(
            NET,
            EventType.TCP_RETRANSMIT,
            Way.of("tp_btf+fexit", "tcp_state_changed", "inet_accepted", "tcp_retransmitted", "synack_retransmitted"),
            Way.of("tp_btf+kprobe", "tcp_state_changed", "end_accept", "tcp_retransmitted", "synack_retransmitted"),
            Way.of("tp_btf", "tcp_state_changed", "tcp_retransmitted", "synack_retransmitted")),
    TCP_STATE(
            NET,
            EventType.TCP_STATE,
            Way.of("tp_btf+fexit", "tcp_state_changed", "inet_accepted"),
            Way.of("tp_btf+kprobe", "tcp_state_changed", "end_accept"),
            Way.of("tp_btf", "tcp_state_changed")),
    SCHEDULER(
            SCHED,
            Set.of(EventType.SCHED_SWITCH, EventType.SCHED_RUNQUEUE),
            Way.of("tp_btf", "sched_switch", "cpu_exec", "cpu_tick")),
    /** Tells {@link #SCHEDULER} when threads are woken; without it only preempted threads have a runqueue latency. */
    SCHEDULER_WAKEUP(SCHED, Set.of(), Way.of("tp_btf", "woken", "woken_new")),
    /** Begins are attached before ends: every end that is seen then has its begin. */
    PAGE_FAULT(
            FAULT,
            EventType.PAGE_FAULT,
            Way.of("fexit", "fault_entry", "fault_exit"),
            Way.of("perf_event", "user_exception", "kernel_exception", "minor_fault", "major_fault"),
            Way.of("kprobe", "fault_called", "fault_returned"),
            Way.of("perf_event_only", "minor_fault", "major_fault")),
    MEM_RECLAIM(
            MEMORY,
            EventType.MEM_RECLAIM,
            Way.of(
                    "tp_btf",
                    "direct_reclaim_ends",
                    "cgroup_reclaim_ends",
                    "direct_reclaim_begins",
                    "cgroup_reclaim_begins")),
    MEM_COMPACTION(MEMORY, EventType.MEM_COMPACTION, Way.of("tp_btf", "compaction_ends", "compaction_begins")),
    /** Ways with "_page" are for kernels whose functions have pages instead of folios. */
    SWAP_IN(
            MEMORY,
            EventType.SWAP_IN,
            Way.of("fentry", "folio_read"),
            Way.of("fentry_page", "page_read"),
            Way.of("tp_btf", "swap_in_counted"),
            Way.of("kprobe", "folio_read_called"),
            Way.of("kprobe_page", "page_read_called")),
    SWAP_OUT(
            MEMORY,
            EventType.SWAP_OUT,
            Way.of("fentry", "folio_written"),
            Way.of("tp_btf", "folio_reclaimed"),
            Way.of("tp_btf_page", "page_reclaimed"),
            Way.of("kprobe", "folio_write_called")),
    OOM_KILL(MEMORY, EventType.OOM_KILL, Way.of("tp_btf", "mark_victim"));

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

    /** The system calls that it observes unless told otherwise; empty for a group of something else. */
    public List<String> calls() {
        return SyscallTable.usual(this);
    }

    /** The system calls that groups of such can observe, by name. */
    public static List<String> knownCalls() {
        return SyscallTable.names();
    }

    /** The names of its ways, the usually preferred first. */
    public List<String> wayNames() {
        return ways.stream().map(Way::name).toList();
    }

    /** The names of the families that some groups belong to, see {@link AttachedProbes#families()}. */
    public static Set<String> families(Set<ProbeGroup> groups) {
        return groups.stream().map(group -> group.object.label()).collect(Collectors.toSet());
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

        /** Every socket of every family passes there. */
        private static final Way SENT = Way.of("tp_btf", "socket_sent");

        private static final Way RECEIVED = Way.of("tp_btf", "socket_received");

        private static final Way SENT_TP = Way.of("tp", "socket_sent_tp");

        private static final Way RECEIVED_TP = Way.of("tp", "socket_received_tp");

        private static final Way SYSCALL_TP = Way.of("tp", "thread_exit_tp", "sys_exit_tp", "sys_enter_tp");

        /** For calls whose latency is not told: without others, nothing runs when a call begins. */
        private static final Way SYSCALL_RESULT = Way.of("tp_btf", "sys_exit");

        private static final Way SYSCALL_RESULT_TP = Way.of("tp", "sys_exit_tp");

        /** Whose write-back it is tells a hook with one name for pages and another for folios. */
        static Way requests(String name, String dirtied) {
            return Way.of(
                    name,
                    "request_completed",
                    "request_requeued",
                    "request_merged",
                    dirtied,
                    "bio_queued",
                    "request_issued",
                    "request_inserted");
        }

        static Way merges(String name, String dirtied) {
            return Way.of(name, "request_merged", dirtied, "bio_merged_back", "bio_merged_front");
        }
    }
}
