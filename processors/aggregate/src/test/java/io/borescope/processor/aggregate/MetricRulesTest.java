package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.DiskEvent;
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
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule makes of records written by hand, and which metric answers for them. */
class MetricRulesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = SECOND + 5;
    private static final int PROCESS = 7;
    private static final int PID = 100;

    private final HandClock clock = new HandClock(10 * SECOND, 1_000_000 * SECOND);
    private final TestSettings settings =
            new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 16);

    private EventRecords event(EventType type, int bytes) {
        return records.event(type, bytes, PROCESS, PID, NOW);
    }

    /** The rows that everything written so far makes, each as {@code metric{dimensions} sum/count} and, unless it is a sum, {@code min-max}. */
    private List<String> rows(List<String> exclude) {
        Aggregate aggregate =
                new Aggregate(settings, new AggregateConfig(1000, new MetricSelection(List.of(), exclude)), out);
        ClockMapping mapping = clock.mapping();
        long start = mapping.toEpochNanos(SECOND);
        Window window = new Window(1, mapping, start, start + SECOND, Window.NO_SLOT, start, Window.NO_EPOCH);
        var events = records.batch(2 * SECOND);
        aggregate.consume(new WindowedEvents(window, events, events.size(), true));
        assertThat(out.eventCount() + settings.lost()).as("the books").isEqualTo(events.size());
        return out.batches().stream()
                .filter(batch -> batch.descriptor().kind() != MetricKind.SNAPSHOT)
                .flatMap(MetricRulesTest::rowsOf)
                .toList();
    }

    private List<String> rows() {
        return rows(List.of());
    }

    private String answering() {
        return out.batches().stream()
                .filter(batch -> batch.eventCount() > 0)
                .map(batch -> batch.descriptor().name())
                .reduce((first, second) -> first + " and " + second)
                .orElse("");
    }

    private static Stream<String> rowsOf(MetricBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            rows.add(batch.descriptor().name() + dimensions(batch, row) + " " + figures(batch, row));
        }
        return rows.stream();
    }

    private static String dimensions(MetricBatch batch, int row) {
        List<ColumnSpec> attributes = batch.descriptor().attributes();
        List<String> values = new ArrayList<>();
        for (int i = 5; i < attributes.size() - 1; i++) { // between sampling and the map of more attributes
            values.add(
                    switch (batch.columns().get(i)) {
                        case LongColumn longs -> Long.toString(longs.get(row));
                        case TextColumn texts -> texts.get(row);
                        default -> "?";
                    });
        }
        return values.isEmpty() ? "" : "{" + String.join(",", values) + "}";
    }

    private static String figures(MetricBatch batch, int row) {
        String sum = figure(batch, MetricDescriptor.SUM, row) + "/" + figure(batch, MetricDescriptor.COUNT, row);
        return batch.find(MetricDescriptor.MIN, LongColumn.class).isEmpty()
                ? sum
                : sum + " " + figure(batch, MetricDescriptor.MIN, row) + "-" + figure(batch, MetricDescriptor.MAX, row);
    }

    private static long figure(MetricBatch batch, String column, int row) {
        return batch.require(column, LongColumn.class).get(row);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SYSCALL_READ",
                "SYSCALL_WRITE",
                "SYSCALL_FUTEX",
                "SYSCALL_MMAP",
                "SYSCALL_EPOLL_WAIT",
                "SYSCALL_FSYNC",
                "SYSCALL_FDATASYNC",
                "SYSCALL_PWRITE",
                "SYSCALL_MUNMAP",
                "SYSCALL_BRK",
                "SYSCALL_MADVISE",
                "SYSCALL_MSYNC",
                "SYSCALL_IO_URING_ENTER"
            })
    void aSystemCallIsALatencyWhetherItSucceedsOrNot(EventType type) {
        event(type, SyscallEvent.BYTES).u64(SyscallEvent.LATENCY_NANOS, 0);
        event(type, SyscallEvent.BYTES).u64(SyscallEvent.LATENCY_NANOS, 5).u64(SyscallEvent.RESULT, -11);

        assertThat(rows()).containsExactly(type.label() + " 5/2 0-5");
    }

    @ParameterizedTest
    @CsvSource({
        "FD_OPEN, 0, fd_open",
        "FD_OPEN, 5, fd_open",
        "FD_OPEN, -1, fd_open_failed",
        "FD_OPEN, -24, fd_open_failed",
        "FD_CLOSE, 0, fd_close",
        "FD_CLOSE, -9, fd_close_failed"
    })
    void openAndCloseAreCountedByTheirResult(EventType type, long result, String metric) {
        event(type, SyscallEvent.BYTES).u64(SyscallEvent.RESULT, result);

        assertThat(rows()).containsExactly(metric + " 1/1");
        assertThat(answering()).isEqualTo(metric);
    }

    @Test
    void aDiskRequestFeedsFourMetricsByDeviceAndOperation() {
        disk(DiskEvent.READ, 8 << 20, 300, 0, 4096, 0);
        disk(DiskEvent.READ, 8 << 20, 100, 50, 512, 3);
        disk(DiskEvent.WRITE, 8 << 20, 10, 1, -1, -1);
        disk(DiskEvent.FLUSH, 0xFFFF_FFFF, 7, 2, 0, 1);

        assertThat(rows())
                .containsExactlyInAnyOrder(
                        "disk_latency{8388608,read} 400/2 100-300",
                        "disk_latency{8388608,write} 10/1 10-10",
                        "disk_latency{4294967295,flush} 7/1 7-7",
                        "disk_queue_time{8388608,read} 50/2 0-50",
                        "disk_queue_time{8388608,write} 1/1 1-1",
                        "disk_queue_time{4294967295,flush} 2/1 2-2",
                        "disk_bytes{8388608,read} 4608/2",
                        "disk_bytes{8388608,write} 4294967295/1",
                        "disk_bytes{4294967295,flush} 0/1",
                        "disk_queue_depth{8388608,read} 3/2 0-3",
                        "disk_queue_depth{8388608,write} 4294967295/1 4294967295-4294967295",
                        "disk_queue_depth{4294967295,flush} 1/1 1-1");
        assertThat(answering()).isEqualTo("disk_latency");
    }

    @ParameterizedTest
    @CsvSource({"0, read", "1, write", "2, flush", "3, discard", "4, other", "5, other", "255, other"})
    void diskOperationsHaveNames(int operation, String name) {
        disk(operation, 1, 1, 1, 1, 1);
        event(EventType.BLOCK_MERGE, MergeEvent.BYTES).u32(MergeEvent.DEVICE, 1).u32(MergeEvent.OPERATION, operation);

        assertThat(rows()).contains("disk_latency{1," + name + "} 1/1 1-1", "block_merge{1," + name + "} 0/1");
    }

    private void disk(int operation, int device, long latency, long queue, int bytes, int depth) {
        event(EventType.DISK_IO, DiskEvent.BYTES)
                .u64(DiskEvent.LATENCY_NANOS, latency)
                .u64(DiskEvent.QUEUE_NANOS, queue)
                .u32(DiskEvent.DATA_BYTES, bytes)
                .u32(DiskEvent.DEVICE, device)
                .u32(DiskEvent.IN_FLIGHT, depth)
                .u8(DiskEvent.OPERATION, operation)
                .u8(DiskEvent.ERROR, 0xFF);
    }

    @Test
    void mergesAddUpByDeviceAndOperation() {
        for (int bytes : new int[] {4096, 512}) {
            event(EventType.BLOCK_MERGE, MergeEvent.BYTES)
                    .u32(MergeEvent.DATA_BYTES, bytes)
                    .u32(MergeEvent.DEVICE, 3)
                    .u32(MergeEvent.OPERATION, DiskEvent.WRITE);
        }

        assertThat(rows()).containsExactly("block_merge{3,write} 4608/2");
    }

    @Test
    void trafficIsToldApartByDirectionAndTransport() {
        net(EventType.NET_TX, NetEvent.TCP, 10);
        net(EventType.NET_TX, NetEvent.TCP, 20);
        net(EventType.NET_RX, NetEvent.TCP, -1);
        net(EventType.NET_TX, NetEvent.UDP, 1);
        net(EventType.NET_RX, NetEvent.UNIX, 2);
        net(EventType.NET_RX, 9, 3);

        assertThat(rows())
                .containsExactlyInAnyOrder(
                        "net_io{unknown,tx,tcp} 30/2",
                        "net_io{unknown,rx,tcp} 4294967295/1",
                        "net_io{unknown,tx,udp} 1/1",
                        "net_io{unknown,rx,unix} 2/1",
                        "net_io{unknown,rx,other} 3/1");
        assertThat(answering()).isEqualTo("net_io");
    }

    private EventRecords net(EventType type, int transport, int bytes) {
        return event(type, NetEvent.BYTES)
                .u32(NetEvent.DATA_BYTES, bytes)
                .u16(NetEvent.LOCAL_PORT, 0xFFFF)
                .u16(NetEvent.REMOTE_PORT, 0xFFFF)
                .u8(NetEvent.RECEIVE, type == EventType.NET_RX ? 1 : 0)
                .u8(NetEvent.TRANSPORT, transport)
                .u8(NetEvent.FAMILY, 0xFF)
                .u32(NetEvent.SRTT_MICROS, 777)
                .u32(NetEvent.CWND, 888);
    }

    @Test
    void roundTripAndWindowComeOnlyFromEventsThatHaveThem() {
        net(EventType.NET_TX, NetEvent.TCP, 0);
        net(EventType.NET_TX, NetEvent.TCP, 0)
                .u8(NetEvent.HAS_TCP_METRICS, 1)
                .u32(NetEvent.SRTT_MICROS, 30)
                .u32(NetEvent.CWND, 10);
        net(EventType.NET_RX, NetEvent.TCP, 0)
                .u8(NetEvent.HAS_TCP_METRICS, 1)
                .u32(NetEvent.SRTT_MICROS, 0)
                .u32(NetEvent.CWND, -1);

        assertThat(rows())
                .containsExactly(
                        "net_io{unknown,tx,tcp} 0/2",
                        "net_io{unknown,rx,tcp} 0/1",
                        "tcp_rtt{unknown} 30/2 0-30",
                        "tcp_cwnd{unknown} 4294967305/2 10-4294967295");
        assertThat(answering()).isEqualTo("net_io");
    }

    @Test
    void whereTrafficIsExcludedOnlyEventsWithARoundTripAreAnsweredFor() {
        net(EventType.NET_TX, NetEvent.TCP, 0);
        net(EventType.NET_TX, NetEvent.TCP, 0).u8(NetEvent.HAS_TCP_METRICS, 1);

        assertThat(rows(List.of("net_io"))).hasSize(2);
        assertThat(answering()).isEqualTo("tcp_rtt");
        assertThat(settings.lost("filtered")).isEqualTo(1);
    }

    @Test
    void retransmittedDataAddsUpAsSentByTcp() {
        event(EventType.TCP_RETRANSMIT, RetransmitEvent.BYTES)
                .u32(RetransmitEvent.DATA_BYTES, 1448)
                .u32(RetransmitEvent.SEGMENTS, 9);
        event(EventType.TCP_RETRANSMIT, RetransmitEvent.BYTES).u32(RetransmitEvent.DATA_BYTES, 52);

        assertThat(rows()).containsExactly("tcp_retransmit{unknown,tx,tcp} 1500/2");
    }

    @Test
    void changesOfStateAreCounted() {
        event(EventType.TCP_STATE, TcpStateEvent.BYTES).u8(TcpStateEvent.NEW_STATE, 1);
        event(EventType.TCP_STATE, TcpStateEvent.BYTES).u8(TcpStateEvent.NEW_STATE, 7);

        assertThat(rows()).containsExactly("tcp_state_change 2/2");
    }

    @Test
    void aTickIsCpuTimeAndNoSwitch() {
        cpu(5, 99, 0);
        assertThat(rows()).containsExactly("cpu_time 5/1");
    }

    @Test
    void anEndedSliceIsToldApartByWhetherItWasGivenUp() {
        cpu(1, 10, CpuEvent.ENDED | CpuEvent.VOLUNTARY);
        cpu(2, 20, CpuEvent.ENDED);
        cpu(2, 0, CpuEvent.ENDED);
        cpu(0, 50, CpuEvent.VOLUNTARY); // no end, so no switch

        assertThat(rows())
                .containsExactly(
                        "cpu_time 5/4",
                        "sched_on_cpu 30/3 0-20",
                        "sched_switch_voluntary 1/1",
                        "sched_switch_involuntary 2/2");
        assertThat(answering()).isEqualTo("cpu_time");
    }

    private void cpu(long span, long slice, int flags) {
        event(EventType.SCHED_SWITCH, CpuEvent.BYTES)
                .u64(CpuEvent.SPAN_NANOS, span)
                .u64(CpuEvent.SLICE_NANOS, slice)
                .u32(CpuEvent.FLAGS, flags);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | sched_switch_in 1/1",
                "3 | 0 | sched_switch_in 1/1, sched_runqueue 3/1 3-3",
                "0 | 4 | sched_switch_in 1/1, sched_off_cpu 4/1 4-4",
                "3 | 4 | sched_switch_in 1/1, sched_off_cpu 4/1 4-4, sched_runqueue 3/1 3-3"
            })
    void timesWithoutACpuThatAreZeroMakeNoRow(long runqueue, long offCpu, String expected) {
        event(EventType.SCHED_RUNQUEUE, RunqueueEvent.BYTES)
                .u64(RunqueueEvent.RUNQUEUE_NANOS, runqueue)
                .u64(RunqueueEvent.OFF_CPU_NANOS, offCpu)
                .u32(RunqueueEvent.PREEMPTED, 1);

        assertThat(String.join(", ", rows())).isEqualTo(expected);
        assertThat(answering()).isEqualTo("sched_switch_in");
    }

    @Test
    void pageFaultsAreMajorOrMinorAndHaveALatencyWhereItIsKnown() {
        fault(1, 900);
        fault(0, 100);
        fault(0, 0);

        assertThat(rows())
                .containsExactly("page_fault_major 1/1", "page_fault_minor 2/2", "page_fault_latency 1000/2 100-900");
        assertThat(answering()).isEqualTo("page_fault_major and page_fault_minor");
    }

    private void fault(int major, long latency) {
        event(EventType.PAGE_FAULT, FaultEvent.BYTES)
                .u64(FaultEvent.ADDRESS, -1)
                .u64(FaultEvent.LATENCY_NANOS, latency)
                .u32(FaultEvent.MAJOR, major);
    }

    @Test
    void memoryMetricsComeFromTheirOwnEvents() {
        memory(EventType.MEM_RECLAIM, 11, MemoryEvent.DIRECT);
        memory(EventType.MEM_RECLAIM, 12, MemoryEvent.CGROUP);
        memory(EventType.MEM_COMPACTION, 0, 0);
        event(EventType.SWAP_IN, SwapEvent.BYTES).u64(SwapEvent.PAGES, 1);
        event(EventType.SWAP_OUT, SwapEvent.BYTES).u64(SwapEvent.PAGES, 32);
        event(EventType.SWAP_OUT, SwapEvent.BYTES).u64(SwapEvent.PAGES, 2);
        event(EventType.OOM_KILL, OomEvent.BYTES).u32(OomEvent.KILLER_PID, 9);

        assertThat(rows())
                .containsExactly(
                        "mem_reclaim 23/2 11-12",
                        "mem_compaction 0/1 0-0",
                        "swap_in 1/1",
                        "swap_out 34/2",
                        "oom_kill 1/1");
    }

    private void memory(EventType type, long duration, int kind) {
        event(type, MemoryEvent.BYTES)
                .u64(MemoryEvent.DURATION_NANOS, duration)
                .u64(MemoryEvent.PAGES, 99)
                .u32(MemoryEvent.KIND, kind)
                .u32(MemoryEvent.RESULT, -1);
    }

    @Test
    void ioUringIsCountedAtSubmissionAndTimedAtCompletion() {
        event(EventType.IO_URING_SUBMIT, IoUringEvent.BYTES).u32(IoUringEvent.OPCODE, 22);
        event(EventType.IO_URING_COMPLETE, IoUringEvent.BYTES).u64(IoUringEvent.LATENCY_NANOS, 40);
        event(EventType.IO_URING_COMPLETE, IoUringEvent.BYTES).u32(IoUringEvent.RESULT, -5);

        assertThat(rows())
                .containsExactly("io_uring_submit 1/1", "io_uring_complete 2/2", "io_uring_latency 40/1 40-40");
        assertThat(answering()).isEqualTo("io_uring_submit and io_uring_complete");
    }

    @ParameterizedTest
    @CsvSource({"PROCESS_EXIT, process_exit", "PROCESS_FORK, process_fork", "PROCESS_EXEC, process_exec"})
    void lifecyclesAreCounted(EventType type, String metric) {
        event(type, ProcessEvent.BYTES);

        assertThat(rows()).containsExactly(metric + " 1/1");
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeOfEventHasAMetricThatAnswersForIt(EventType type) {
        event(type, ProcessEvent.BYTES);
        rows();

        assertThat(settings.lost()).isZero();
    }

    static Stream<MetricRule> rules() {
        return MetricRules.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRowSaysHowItsEventsAreSampled(MetricRule rule) {
        assertThat(rule.descriptor().attributes())
                .extracting(ColumnSpec::name)
                .startsWith("pid", "process_start_time", "client_type", "sampling_mode", "sampling_rate");
    }

    @Test
    void everyMetricHasANameOfItsOwn() {
        assertThat(MetricRules.names()).doesNotHaveDuplicates();
    }

    /** The 30 metrics of Observoor that are made of events. */
    @Test
    void metricsHaveTheNamesThatUsersOfObservoorKnow() {
        assertThat(MetricRules.names())
                .contains(
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
                        "disk_queue_depth");
    }

    @Test
    void rowsWithoutSamplingSayNoneAndOne() {
        event(EventType.SYSCALL_READ, SyscallEvent.BYTES);
        rows();
        MetricBatch batch = out.batches().getFirst();

        assertThat(batch.require(MetricRule.SAMPLING_MODE, TextColumn.class).get(0))
                .isEqualTo("none");
        assertThat(batch.require(MetricRule.SAMPLING_RATE, DoubleColumn.class).get(0))
                .isEqualTo(1);
    }
}
