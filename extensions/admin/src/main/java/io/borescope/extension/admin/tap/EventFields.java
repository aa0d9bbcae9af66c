package io.borescope.extension.admin.tap;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.api.event.IoUringEvent;
import io.borescope.api.event.MemoryEvent;
import io.borescope.api.event.MergeEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.OomEvent;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.event.RetransmitEvent;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.api.event.SwapEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.event.TcpStateEvent;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.time.ClockMapping;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes kernel events apart. */
final class EventFields {
    private static final List<String> OPERATIONS = List.of("read", "write", "flush", "discard", "other");
    private static final List<String> TRANSPORTS = List.of("tcp", "udp", "unix");

    /** States of TCP by the kernel's number, {@code include/net/tcp_states.h}. */
    private static final List<String> TCP_STATES = List.of(
            "",
            "established",
            "syn_sent",
            "syn_recv",
            "fin_wait1",
            "fin_wait2",
            "time_wait",
            "close",
            "close_wait",
            "last_ack",
            "listen",
            "closing",
            "new_syn_recv");

    private static final int DEVICE_MINOR_BITS = 20;
    private static final int COMM_BYTES = 16;

    private EventFields() {}

    static Fields of(EventBatch events, int index, ClockMapping clock) {
        Fields fields = new Fields()
                .put("time", Times.text(clock.toEpochNanos(events.timestampNanos(index))))
                .put("event", EventType.labelOf(events.type(index)))
                .put(
                        "client",
                        events.tags()
                                .find(events.process(index))
                                .map(ProcessIdentity::client)
                                .orElse(""))
                .put("pid", events.pid(index))
                .put("tid", events.tid(index))
                .put("cpu", events.cpu(index));
        EventType type = EventType.of(events.type(index));
        if (events.partials()) {
            // Added up in the kernel: the fields of a single one mean nothing.
            fields.put("events", events.events(index));
        } else if (type != null) {
            addPayload(fields, type, events, index);
        }
        return fields;
    }

    private static void addPayload(Fields fields, EventType type, EventBatch events, int i) {
        switch (type) {
            case SYSCALL_READ,
                    SYSCALL_WRITE,
                    SYSCALL_FUTEX,
                    SYSCALL_MMAP,
                    SYSCALL_EPOLL_WAIT,
                    SYSCALL_FSYNC,
                    SYSCALL_FDATASYNC,
                    SYSCALL_PWRITE,
                    SYSCALL_MUNMAP,
                    SYSCALL_BRK,
                    SYSCALL_MADVISE,
                    SYSCALL_MSYNC,
                    SYSCALL_IO_URING_ENTER ->
                fields.put("latency_ns", events.u64(i, SyscallEvent.LATENCY_NANOS))
                        .put("result", events.u64(i, SyscallEvent.RESULT));
            case FD_OPEN, FD_CLOSE -> fields.put("result", events.u64(i, SyscallEvent.RESULT));
            case DISK_IO -> addDisk(fields, events, i);
            case BLOCK_MERGE ->
                fields.put("operation", named(OPERATIONS, events.u32(i, MergeEvent.OPERATION)))
                        .put("bytes", unsigned(events.u32(i, MergeEvent.DATA_BYTES)))
                        .put("device", device(events.u32(i, MergeEvent.DEVICE)));
            case NET_TX, NET_RX -> addNet(fields, events, i);
            case TCP_RETRANSMIT ->
                fields.put("bytes", unsigned(events.u32(i, RetransmitEvent.DATA_BYTES)))
                        .put("segments", unsigned(events.u32(i, RetransmitEvent.SEGMENTS)))
                        .put("local_port", events.u16(i, RetransmitEvent.LOCAL_PORT))
                        .put("remote_port", events.u16(i, RetransmitEvent.REMOTE_PORT))
                        .put("state", named(TCP_STATES, events.u8(i, RetransmitEvent.STATE)));
            case TCP_STATE ->
                fields.put("old_state", named(TCP_STATES, events.u8(i, TcpStateEvent.OLD_STATE)))
                        .put("new_state", named(TCP_STATES, events.u8(i, TcpStateEvent.NEW_STATE)))
                        .put("local_port", events.u16(i, TcpStateEvent.LOCAL_PORT))
                        .put("remote_port", events.u16(i, TcpStateEvent.REMOTE_PORT));
            case SCHED_SWITCH -> addCpu(fields, events, i);
            case SCHED_RUNQUEUE ->
                fields.put("runqueue_ns", events.u64(i, RunqueueEvent.RUNQUEUE_NANOS))
                        .put("off_cpu_ns", events.u64(i, RunqueueEvent.OFF_CPU_NANOS))
                        .put("preempted", events.u32(i, RunqueueEvent.PREEMPTED) != 0);
            case PAGE_FAULT ->
                fields.put("latency_ns", events.u64(i, FaultEvent.LATENCY_NANOS))
                        .put("major", events.u32(i, FaultEvent.MAJOR) != 0)
                        .put("address", "0x" + Long.toHexString(events.u64(i, FaultEvent.ADDRESS)));
            case MEM_RECLAIM, MEM_COMPACTION ->
                fields.put("duration_ns", events.u64(i, MemoryEvent.DURATION_NANOS))
                        .put("pages", events.u64(i, MemoryEvent.PAGES))
                        .put("cgroup", events.u32(i, MemoryEvent.KIND) == MemoryEvent.CGROUP);
            case SWAP_IN, SWAP_OUT -> fields.put("pages", events.u64(i, SwapEvent.PAGES));
            case OOM_KILL -> fields.put("killer_pid", unsigned(events.u32(i, OomEvent.KILLER_PID)));
            case PROCESS_FORK, PROCESS_EXEC, PROCESS_EXIT -> addProcess(fields, type, events, i);
            case IO_URING_SUBMIT -> fields.put("opcode", unsigned(events.u32(i, IoUringEvent.OPCODE)));
            case IO_URING_COMPLETE ->
                fields.put("latency_ns", events.u64(i, IoUringEvent.LATENCY_NANOS))
                        .put("result", (long) events.u32(i, IoUringEvent.RESULT))
                        .put("opcode", unsigned(events.u32(i, IoUringEvent.OPCODE)));
        }
    }

    private static void addDisk(Fields fields, EventBatch events, int i) {
        fields.put("operation", named(OPERATIONS, events.u8(i, DiskEvent.OPERATION)))
                .put("latency_ns", events.u64(i, DiskEvent.LATENCY_NANOS))
                .put("queue_ns", events.u64(i, DiskEvent.QUEUE_NANOS))
                .put("bytes", unsigned(events.u32(i, DiskEvent.DATA_BYTES)))
                .put("device", device(events.u32(i, DiskEvent.DEVICE)))
                .put("in_flight", unsigned(events.u32(i, DiskEvent.IN_FLIGHT)))
                .put("error", events.u8(i, DiskEvent.ERROR));
    }

    private static void addNet(Fields fields, EventBatch events, int i) {
        fields.put("transport", named(TRANSPORTS, events.u8(i, NetEvent.TRANSPORT)))
                .put("bytes", unsigned(events.u32(i, NetEvent.DATA_BYTES)))
                .put("local_port", events.u16(i, NetEvent.LOCAL_PORT))
                .put("remote_port", events.u16(i, NetEvent.REMOTE_PORT));
        if (events.u8(i, NetEvent.HAS_TCP_METRICS) != 0) {
            fields.put("srtt_us", unsigned(events.u32(i, NetEvent.SRTT_MICROS)))
                    .put("cwnd", unsigned(events.u32(i, NetEvent.CWND)));
        }
    }

    private static void addCpu(Fields fields, EventBatch events, int i) {
        int flags = events.u32(i, CpuEvent.FLAGS);
        fields.put("span_ns", events.u64(i, CpuEvent.SPAN_NANOS))
                .put("slice_ns", events.u64(i, CpuEvent.SLICE_NANOS))
                .put("ended", (flags & CpuEvent.ENDED) != 0)
                .put("voluntary", (flags & CpuEvent.VOLUNTARY) != 0);
    }

    private static void addProcess(Fields fields, EventType type, EventBatch events, int i) {
        fields.put("parent_pid", unsigned(events.u32(i, ProcessEvent.PARENT_PID)))
                .put("comm", text(events, i, ProcessEvent.COMM, COMM_BYTES))
                .put("filename", text(events, i, ProcessEvent.FILENAME, (int)
                        (ProcessEvent.BYTES - ProcessEvent.FILENAME)));
        if (type == EventType.PROCESS_EXIT) {
            int code = events.u32(i, ProcessEvent.EXIT_CODE);
            fields.put("exit_status", code >> 8 & 0xff).put("exit_signal", code & 0x7f);
        }
    }

    private static String named(List<String> names, int number) {
        return number >= 0 && number < names.size() ? names.get(number) : Integer.toString(number);
    }

    private static long unsigned(int number) {
        return Integer.toUnsignedLong(number);
    }

    /** As {@code lsblk} shows it: major and minor. */
    private static String device(int number) {
        return (number >>> DEVICE_MINOR_BITS) + ":" + (number & (1 << DEVICE_MINOR_BITS) - 1);
    }

    private static String text(EventBatch events, int index, long field, int bytes) {
        byte[] text = new byte[bytes];
        int length = 0;
        while (length < bytes) {
            byte next = events.segment().get(ValueLayout.JAVA_BYTE, events.offset(index) + field + length);
            if (next == 0) {
                break;
            }
            text[length++] = next;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
