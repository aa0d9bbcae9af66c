package io.borescope.processor.aggregate;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.api.event.IoUringEvent;
import io.borescope.api.event.MemoryEvent;
import io.borescope.api.event.MergeEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.RetransmitEvent;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.api.event.SwapEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.processor.aggregate.MetricRule.Measure;
import io.borescope.processor.aggregate.MetricRule.Source;
import java.util.List;
import java.util.stream.Stream;

/** Which event feeds which metrics. To add a metric, add a row; the page of this processor lists the same names. */
final class MetricRules {
    private static final Condition FAILED = Condition.negative(SyscallEvent.RESULT);
    private static final Condition SUCCEEDED = Condition.notNegative(SyscallEvent.RESULT);
    private static final Condition MAJOR = new Condition(Field.u32(FaultEvent.MAJOR), 1);
    private static final Condition MINOR = new Condition(Field.u32(FaultEvent.MAJOR), 0);
    private static final Condition HAS_TCP_METRICS = new Condition(Field.u8(NetEvent.HAS_TCP_METRICS), 1);
    private static final Condition ENDED = Condition.set(Field.u32(CpuEvent.FLAGS), CpuEvent.ENDED);
    private static final Condition VOLUNTARY =
            Condition.set(Field.u32(CpuEvent.FLAGS), CpuEvent.ENDED | CpuEvent.VOLUNTARY);
    private static final Condition INVOLUNTARY =
            new Condition(Field.u32(CpuEvent.FLAGS).masked(CpuEvent.ENDED | CpuEvent.VOLUNTARY), CpuEvent.ENDED);

    static final String CPU_UTILIZATION = "cpu_utilization";

    private static final Source CPU_TIME =
            Source.of(EventType.SCHED_SWITCH, Measure.SPAN_IN_WINDOW, Field.u64(CpuEvent.SPAN_NANOS));

    /**
     * The table. An event is answered for, in the ledger, by the first metric that is selected and takes it, so the metric that takes
     * every event of a type stands first.
     */
    static final List<MetricRule> ALL = List.of(
            syscall(EventType.SYSCALL_READ, "read and its vectored and positioned forms"),
            syscall(EventType.SYSCALL_WRITE, "write and its vectored forms"),
            syscall(EventType.SYSCALL_FUTEX, "futex"),
            syscall(EventType.SYSCALL_MMAP, "mmap"),
            syscall(EventType.SYSCALL_EPOLL_WAIT, "epoll_wait and its forms"),
            syscall(EventType.SYSCALL_FSYNC, "fsync"),
            syscall(EventType.SYSCALL_FDATASYNC, "fdatasync"),
            syscall(EventType.SYSCALL_PWRITE, "pwrite and its forms"),
            syscall(EventType.SYSCALL_MUNMAP, "munmap"),
            syscall(EventType.SYSCALL_BRK, "brk"),
            syscall(EventType.SYSCALL_MADVISE, "madvise"),
            syscall(EventType.SYSCALL_MSYNC, "msync"),
            syscall(EventType.SYSCALL_IO_URING_ENTER, "io_uring_enter"),
            MetricRule.counter(
                    "fd_open",
                    "Files that were opened.",
                    Source.of(EventType.FD_OPEN).where(SUCCEEDED)),
            MetricRule.counter(
                    "fd_open_failed",
                    "Files that could not be opened.",
                    Source.of(EventType.FD_OPEN).where(FAILED)),
            MetricRule.counter(
                    "fd_close",
                    "File descriptors that were closed.",
                    Source.of(EventType.FD_CLOSE).where(SUCCEEDED)),
            MetricRule.counter(
                    "fd_close_failed",
                    "File descriptors whose closing told an error.",
                    Source.of(EventType.FD_CLOSE).where(FAILED)),
            MetricRule.counter("io_uring_submit", "Requests given to io_uring.", Source.of(EventType.IO_URING_SUBMIT)),
            MetricRule.counter(
                    "io_uring_complete",
                    "Requests that io_uring has completed.",
                    Source.of(EventType.IO_URING_COMPLETE)),
            MetricRule.latency(
                    "io_uring_latency",
                    "How long requests of io_uring took from submission to completion, where both were seen.",
                    Source.of(
                            EventType.IO_URING_COMPLETE,
                            Measure.POSITIVE_FIELD,
                            Field.u64(IoUringEvent.LATENCY_NANOS))),
            MetricRule.sum("cpu_time", "CPU time used within the window.", "ns", CPU_TIME)
                    .by(Dimension.CORE),
            MetricRule.ofCores(
                    CPU_UTILIZATION,
                    "How much of the window the CPUs worked for the process.",
                    CpuUtilization.VALUES,
                    CPU_TIME),
            MetricRule.latency(
                    "sched_on_cpu",
                    "How long threads stayed on a CPU, counted when they leave it.",
                    Source.of(EventType.SCHED_SWITCH, Measure.FIELD, Field.u64(CpuEvent.SLICE_NANOS))
                            .where(ENDED)),
            MetricRule.counter(
                    "sched_switch_voluntary",
                    "Times that threads left a CPU because they had to wait, or ended.",
                    Source.of(EventType.SCHED_SWITCH).where(VOLUNTARY)),
            MetricRule.counter(
                    "sched_switch_involuntary",
                    "Times that threads left a CPU although they had more to do.",
                    Source.of(EventType.SCHED_SWITCH).where(INVOLUNTARY)),
            MetricRule.counter("sched_switch_in", "Times that threads got a CPU.", Source.of(EventType.SCHED_RUNQUEUE)),
            MetricRule.latency(
                    "sched_off_cpu",
                    "How long threads were off any CPU, counted when they get one again.",
                    Source.of(
                            EventType.SCHED_RUNQUEUE, Measure.POSITIVE_FIELD, Field.u64(RunqueueEvent.OFF_CPU_NANOS))),
            MetricRule.latency(
                    "sched_runqueue",
                    "How long threads could have run and had no CPU.",
                    Source.of(
                            EventType.SCHED_RUNQUEUE, Measure.POSITIVE_FIELD, Field.u64(RunqueueEvent.RUNQUEUE_NANOS))),
            MetricRule.latency("disk_latency", "How long devices took for requests.", disk(DiskEvent.LATENCY_NANOS))
                    .by(Dimension.DISK),
            MetricRule.latency(
                            "disk_queue_time",
                            "How long requests waited before they were given to the device.",
                            disk(DiskEvent.QUEUE_NANOS))
                    .by(Dimension.DISK),
            MetricRule.sum(
                            "disk_bytes",
                            "Data that devices read, wrote or gave back.",
                            "By",
                            Source.of(EventType.DISK_IO, Measure.FIELD, Field.u32(DiskEvent.DATA_BYTES)))
                    .by(Dimension.DISK),
            MetricRule.gauge(
                            "disk_queue_depth",
                            "Requests that were still at the device when one had completed.",
                            "{request}",
                            Source.of(EventType.DISK_IO, Measure.FIELD, Field.u32(DiskEvent.IN_FLIGHT)))
                    .by(Dimension.DISK),
            MetricRule.sum(
                            "block_merge",
                            "Data that was joined to requests that waited.",
                            "By",
                            Source.of(EventType.BLOCK_MERGE, Measure.FIELD, Field.u32(MergeEvent.DATA_BYTES)))
                    .by(Dimension.MERGE),
            MetricRule.sum(
                            "net_io",
                            "Data that sockets took to be sent or gave as received.",
                            "By",
                            Source.of(EventType.NET_TX, Measure.FIELD, Field.u32(NetEvent.DATA_BYTES)),
                            Source.of(EventType.NET_RX, Measure.FIELD, Field.u32(NetEvent.DATA_BYTES)))
                    .by(Dimension.NET),
            MetricRule.gauge(
                            "tcp_rtt",
                            "Smoothed round trip time of TCP connections, when they sent or received.",
                            "us",
                            tcp(EventType.NET_TX, NetEvent.SRTT_MICROS),
                            tcp(EventType.NET_RX, NetEvent.SRTT_MICROS))
                    .by(Dimension.TCP),
            MetricRule.gauge(
                            "tcp_cwnd",
                            "Congestion window of TCP connections, when they sent or received.",
                            "{segment}",
                            tcp(EventType.NET_TX, NetEvent.CWND),
                            tcp(EventType.NET_RX, NetEvent.CWND))
                    .by(Dimension.TCP),
            MetricRule.sum(
                            "tcp_retransmit",
                            "Data that TCP sent again.",
                            "By",
                            Source.of(EventType.TCP_RETRANSMIT, Measure.FIELD, Field.u32(RetransmitEvent.DATA_BYTES)))
                    .by(Dimension.TCP_SEND),
            MetricRule.counter(
                    "tcp_state_change", "Changes of state of TCP connections.", Source.of(EventType.TCP_STATE)),
            MetricRule.counter(
                    "page_fault_major",
                    "Page faults for which a device was read.",
                    Source.of(EventType.PAGE_FAULT).where(MAJOR)),
            MetricRule.counter(
                    "page_fault_minor",
                    "Page faults for which no device was read.",
                    Source.of(EventType.PAGE_FAULT).where(MINOR)),
            MetricRule.latency(
                    "page_fault_latency",
                    "How long page faults took, where the kernel lets that be seen.",
                    Source.of(EventType.PAGE_FAULT, Measure.POSITIVE_FIELD, Field.u64(FaultEvent.LATENCY_NANOS))),
            MetricRule.latency(
                    "mem_reclaim",
                    "Time that threads spent to free memory.",
                    Source.of(EventType.MEM_RECLAIM, Measure.FIELD, Field.u64(MemoryEvent.DURATION_NANOS))),
            MetricRule.latency(
                    "mem_compaction",
                    "Time that threads spent to compact memory.",
                    Source.of(EventType.MEM_COMPACTION, Measure.FIELD, Field.u64(MemoryEvent.DURATION_NANOS))),
            MetricRule.sum("swap_in", "Pages that came from swap.", "{page}", pages(EventType.SWAP_IN)),
            MetricRule.sum("swap_out", "Pages that went to swap.", "{page}", pages(EventType.SWAP_OUT)),
            MetricRule.counter(
                    "oom_kill", "Times that a process was killed for lack of memory.", Source.of(EventType.OOM_KILL)),
            MetricRule.counter("process_exit", "Processes that exited.", Source.of(EventType.PROCESS_EXIT)),
            MetricRule.counter("process_fork", "Processes that were forked.", Source.of(EventType.PROCESS_FORK)),
            MetricRule.counter(
                    "process_exec", "Programs that were started by exec.", Source.of(EventType.PROCESS_EXEC)));

    static final String EVENT_TYPE = "event_type";

    /** What is missing from a window; made here, fed by no event. */
    static final MetricDescriptor LOST_EVENTS = MetricRule.sum(
            "lost_events",
            "Events of this window that the kernel could not deliver.",
            "{event}",
            Stream.concat(Stream.of(ColumnSpec.text(EVENT_TYPE)), MetricRule.SAMPLING.stream())
                    .toList());

    private MetricRules() {}

    private static MetricRule syscall(EventType event, String calls) {
        return MetricRule.latency(
                event.label(),
                "Latency of " + calls + ".",
                Source.of(event, Measure.FIELD, Field.u64(SyscallEvent.LATENCY_NANOS)));
    }

    private static Source disk(long field) {
        return Source.of(EventType.DISK_IO, Measure.FIELD, Field.u64(field));
    }

    private static Source tcp(EventType event, long field) {
        return Source.of(event, Measure.FIELD, Field.u32(field)).where(HAS_TCP_METRICS);
    }

    private static Source pages(EventType event) {
        return Source.of(event, Measure.FIELD, Field.u64(SwapEvent.PAGES));
    }

    /** The metrics that can be made for longer windows. */
    static List<String> tierable() {
        return ALL.stream()
                .map(rule -> rule.descriptor().name())
                .filter(name -> !name.equals(CPU_UTILIZATION))
                .toList();
    }

    /** All metrics that users can select. */
    static List<String> names() {
        return Stream.concat(ALL.stream().map(MetricRule::descriptor), Stream.of(LOST_EVENTS))
                .map(MetricDescriptor::name)
                .toList();
    }
}
