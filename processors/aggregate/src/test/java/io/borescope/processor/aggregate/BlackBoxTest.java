package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
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
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The 27 records of Observoor's black-box test in one window, and what users of Observoor expect of them. */
class BlackBoxTest {
    private static final long NOW = 5_000_000;

    private final HandClock clock = new HandClock(0, 1_000_000_000_000L);
    private final TestSettings settings =
            new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 14);

    @BeforeEach
    void foldTheRecords() {
        for (long latency : new long[] {100, 200, 300}) {
            records.syscall(EventType.SYSCALL_READ, 2, 42, NOW, latency, 1);
        }
        for (long latency : new long[] {400, 100}) {
            records.syscall(EventType.SYSCALL_WRITE, 2, 42, NOW, latency, 1);
        }
        event(EventType.SCHED_SWITCH, CpuEvent.BYTES)
                .u64(CpuEvent.SPAN_NANOS, 5000)
                .u64(CpuEvent.SLICE_NANOS, 5000)
                .u32(CpuEvent.FLAGS, CpuEvent.ENDED);
        event(EventType.SCHED_RUNQUEUE, RunqueueEvent.BYTES)
                .u64(RunqueueEvent.RUNQUEUE_NANOS, 1000)
                .u64(RunqueueEvent.OFF_CPU_NANOS, 2000);
        disk(40_000, 4096, 4);
        disk(20_000, 8192, 8);
        event(EventType.BLOCK_MERGE, MergeEvent.BYTES)
                .u32(MergeEvent.DATA_BYTES, 4096)
                .u32(MergeEvent.OPERATION, DiskEvent.WRITE);
        event(EventType.NET_TX, NetEvent.BYTES)
                .u32(NetEvent.DATA_BYTES, 1000)
                .u8(NetEvent.HAS_TCP_METRICS, 1)
                .u32(NetEvent.SRTT_MICROS, 120)
                .u32(NetEvent.CWND, 100_000);
        event(EventType.NET_RX, NetEvent.BYTES).u32(NetEvent.DATA_BYTES, 2000).u8(NetEvent.RECEIVE, 1);
        event(EventType.TCP_RETRANSMIT, RetransmitEvent.BYTES).u32(RetransmitEvent.DATA_BYTES, 128);
        event(EventType.PAGE_FAULT, FaultEvent.BYTES).u32(FaultEvent.MAJOR, 1);
        event(EventType.PAGE_FAULT, FaultEvent.BYTES);
        event(EventType.PAGE_FAULT, FaultEvent.BYTES);
        event(EventType.FD_OPEN, SyscallEvent.BYTES).u64(SyscallEvent.RESULT, 3);
        event(EventType.FD_OPEN, SyscallEvent.BYTES).u64(SyscallEvent.RESULT, 4);
        event(EventType.FD_CLOSE, SyscallEvent.BYTES);
        event(EventType.MEM_RECLAIM, MemoryEvent.BYTES).u64(MemoryEvent.DURATION_NANOS, 700);
        event(EventType.MEM_RECLAIM, MemoryEvent.BYTES).u64(MemoryEvent.DURATION_NANOS, 900);
        event(EventType.MEM_COMPACTION, MemoryEvent.BYTES).u64(MemoryEvent.DURATION_NANOS, 300);
        event(EventType.SWAP_IN, SwapEvent.BYTES).u64(SwapEvent.PAGES, 9);
        event(EventType.SWAP_OUT, SwapEvent.BYTES).u64(SwapEvent.PAGES, 2);
        event(EventType.TCP_STATE, TcpStateEvent.BYTES);
        event(EventType.OOM_KILL, OomEvent.BYTES);
        event(EventType.PROCESS_EXIT, ProcessEvent.BYTES);
        fold();
    }

    private EventRecords event(EventType type, int bytes) {
        return records.event(type, bytes, 2, 42, NOW);
    }

    private void disk(long latency, int bytes, int depth) {
        event(EventType.DISK_IO, DiskEvent.BYTES)
                .u64(DiskEvent.LATENCY_NANOS, latency)
                .u32(DiskEvent.DATA_BYTES, bytes)
                .u32(DiskEvent.IN_FLIGHT, depth)
                .u8(DiskEvent.OPERATION, DiskEvent.WRITE);
    }

    private void fold() {
        EventBatch events = records.batch(0);
        assertThat(events.size()).isEqualTo(27);
        long start = clock.mapping().toEpochNanos(0);
        Window window = new Window(1, clock.mapping(), start, start + 10_000_000, 7, start, 0);
        AggregateConfig config = new AggregateConfig(1000, MetricSelection.EVERYTHING);
        Aggregate aggregate = new Aggregate(settings, config, MetricRules.ALL, () -> 8, out);
        aggregate.consume(new WindowedEvents(window, events, events.size(), true));
        assertThat(out.eventCount()).isEqualTo(27);
    }

    /** Count and sum by metric, over all rows of it. */
    private Map<String, List<Long>> totals() {
        Map<String, List<Long>> totals = new TreeMap<>();
        for (MetricBatch batch : out.batches()) {
            if (batch.descriptor().kind() != MetricKind.SNAPSHOT) {
                totals.put(batch.descriptor().name(), List.of(sum(batch, "count"), sum(batch, "sum")));
            }
        }
        return totals;
    }

    private static long sum(MetricBatch batch, String column) {
        LongColumn values = batch.require(column, LongColumn.class);
        long sum = 0;
        for (int row = 0; row < values.size(); row++) {
            sum += values.get(row);
        }
        return sum;
    }

    @Test
    void latenciesBytesAndGaugesHaveObservoorsFigures() {
        assertThat(totals())
                .containsEntry("syscall_read", List.of(3L, 600L))
                .containsEntry("syscall_write", List.of(2L, 500L))
                .containsEntry("sched_on_cpu", List.of(1L, 5000L))
                .containsEntry("sched_runqueue", List.of(1L, 1000L))
                .containsEntry("sched_off_cpu", List.of(1L, 2000L))
                .containsEntry("disk_latency", List.of(2L, 60_000L))
                .containsEntry("mem_reclaim", List.of(2L, 1600L))
                .containsEntry("mem_compaction", List.of(1L, 300L))
                .containsEntry("net_io", List.of(2L, 3000L))
                .containsEntry("tcp_retransmit", List.of(1L, 128L))
                .containsEntry("disk_bytes", List.of(2L, 12_288L))
                .containsEntry("block_merge", List.of(1L, 4096L))
                .containsEntry("swap_in", List.of(1L, 9L))
                .containsEntry("swap_out", List.of(1L, 2L))
                .containsEntry("tcp_rtt", List.of(1L, 120L))
                .containsEntry("tcp_cwnd", List.of(1L, 100_000L))
                .containsEntry("disk_queue_depth", List.of(2L, 12L));
    }

    /** Observoor leaves their sum at 0; here it says the same as the count. */
    @Test
    void eventsThatAreOnlyCountedHaveObservoorsCounts() {
        assertThat(totals())
                .containsEntry("page_fault_major", List.of(1L, 1L))
                .containsEntry("page_fault_minor", List.of(2L, 2L))
                .containsEntry("fd_open", List.of(2L, 2L))
                .containsEntry("fd_close", List.of(1L, 1L))
                .containsEntry("oom_kill", List.of(1L, 1L))
                .containsEntry("tcp_state_change", List.of(1L, 1L))
                .containsEntry("process_exit", List.of(1L, 1L));
    }

    @Test
    void besideObservoorsRowsThereAreFourOfOurs() {
        List<String> ours = List.of("cpu_time", "disk_queue_time", "sched_switch_in", "sched_switch_involuntary");
        long rows = out.batches().stream()
                .filter(batch -> !ours.contains(batch.descriptor().name()))
                .mapToLong(MetricBatch::size)
                .sum();

        assertThat(rows).isEqualTo(26);
        assertThat(out.batches()).hasSize(25 + 4); // net_io has two rows
    }

    @Test
    void cpuUtilizationIsOfTheSwitch() {
        MetricBatch batch = out.batches().stream()
                .filter(any -> any.descriptor().name().equals("cpu_utilization"))
                .findFirst()
                .orElseThrow();
        assertThat(sum(batch, "total_on_cpu_ns")).isEqualTo(5000);
        assertThat(sum(batch, "event_count")).isEqualTo(1);
        assertThat(sum(batch, "system_cores")).isEqualTo(8);
    }

    @Test
    void figuresOfARowAgreeWithEachOther() {
        for (MetricBatch batch : out.batches()) {
            for (int row = 0; row < batch.size() && batch.descriptor().kind() != MetricKind.SNAPSHOT; row++) {
                long count = batch.require("count", LongColumn.class).get(row);
                assertThat(count).isPositive();
                if (batch.descriptor().kind() == MetricKind.HISTOGRAM) {
                    assertThat(buckets(batch, row)).isEqualTo(count);
                }
                if (batch.descriptor().kind() != MetricKind.SUM) {
                    assertThat(batch.require("min", LongColumn.class).get(row))
                            .isLessThanOrEqualTo(
                                    batch.require("max", LongColumn.class).get(row));
                }
            }
        }
    }

    private static long buckets(MetricBatch batch, int row) {
        LongListColumn histogram = batch.require("histogram", LongListColumn.class);
        long sum = 0;
        for (int bucket = 0; bucket < histogram.width(); bucket++) {
            sum += histogram.get(row, bucket);
        }
        return sum;
    }
}
