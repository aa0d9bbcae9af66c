package io.borescope.processor.aggregate;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventType;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.processor.aggregate.MetricRule.Measure;
import java.util.List;
import java.util.stream.Stream;

/** Which event feeds which metrics. To add a metric, add a row; the page of this processor lists the same names. */
final class MetricRules {
    /**
     * The table. An event is answered for, in the ledger, by the first metric of its type that is selected and takes it, so the metric
     * that takes every event of a type stands first.
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
            MetricRule.timeInWindow(
                    EventType.SCHED_SWITCH, CpuEvent.SPAN_NANOS, "cpu_time", "CPU time used within the window."),
            MetricRule.latency(
                    EventType.SCHED_SWITCH,
                    Measure.ENDED_SLICE,
                    CpuEvent.SLICE_NANOS,
                    "sched_on_cpu",
                    "How long threads stayed on a CPU, counted when they leave it."),
            MetricRule.counter(EventType.PROCESS_EXIT, "process_exit", "Processes that exited."),
            MetricRule.counter(EventType.PROCESS_FORK, "process_fork", "Processes that were forked."),
            MetricRule.counter(EventType.PROCESS_EXEC, "process_exec", "Programs that were started by exec."));

    static final String EVENT_TYPE = "event_type";

    /** What is missing from a window; made here, fed by no event. */
    static final MetricDescriptor LOST_EVENTS = MetricRule.sum(
            "lost_events",
            "Events of this window that the kernel could not deliver.",
            "{event}",
            List.of(ColumnSpec.text(EVENT_TYPE)));

    private MetricRules() {}

    private static MetricRule syscall(EventType event, String calls) {
        return MetricRule.latency(
                event, Measure.FIELD, SyscallEvent.LATENCY_NANOS, event.label(), "Latency of " + calls + ".");
    }

    /** All metrics that users can select. */
    static List<String> names() {
        return Stream.concat(ALL.stream().map(MetricRule::descriptor), Stream.of(LOST_EVENTS))
                .map(MetricDescriptor::name)
                .toList();
    }
}
