package io.borescope.processor.aggregate;

import static io.borescope.processor.aggregate.TestWindows.SECOND;
import static io.borescope.processor.aggregate.TestWindows.closing;
import static io.borescope.processor.aggregate.TestWindows.rows;
import static io.borescope.processor.aggregate.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.RetransmitEvent;
import io.borescope.api.event.TcpStateEvent;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DimensionsTest {
    private static final DimensionSwitches NOTHING = new DimensionSwitches(false, false, false, false, false, false);

    /** Process 2 listens on 30303; whatever talks to 8551 uses the Engine API. Label 200 and others are named by their number. */
    private static final PortTable PORTS = new PortTable() {
        @Override
        public int labelOf(int process, int transport, int localPort, int remotePort) {
            if (process == 2 && localPort == 30_303) {
                return transport == NetEvent.TCP ? 1 : 2;
            }
            if (localPort >= 1000 && localPort < 1256) {
                return localPort - 1000;
            }
            return remotePort == 8551 ? 3 : UNKNOWN;
        }

        @Override
        public String label(int number) {
            return switch (number) {
                case 0 -> UNKNOWN_LABEL;
                case 1 -> "el_p2p";
                case 2 -> "el_discovery";
                case 3 -> "engine";
                default -> "label" + number;
            };
        }
    };

    private final TestSettings settings = new TestSettings("aggregate", new HandClock(10 * SECOND, 10 * SECOND))
            .path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 20);
    private Map<String, String> attributes = Map.of();

    private final ProcessTags tags = new ProcessTags() {
        @Override
        public Optional<ProcessIdentity> find(int process) {
            return Optional.of(new ProcessIdentity(100 + process, 7, "geth", attributes));
        }

        @Override
        public PortTable ports() {
            return PORTS;
        }
    };

    private Aggregate aggregate(DimensionSwitches switches, ValueLimits limits, int maxKeys) {
        return new Aggregate(
                settings, new AggregateConfig(maxKeys, limits, MetricSelection.EVERYTHING, switches, List.of()), out);
    }

    private void fold(DimensionSwitches switches, ValueLimits limits, int maxKeys) {
        EventBatch events = records.batch(0).withTags(tags);
        long sent = events.size();
        aggregate(switches, limits, maxKeys).consume(closing(window(1, 2), events));
        assertThat(out.eventCount() + settings.lost()).isEqualTo(sent);
        assertThat(settings.held()).isZero();
    }

    private void fold() {
        fold(DimensionSwitches.DEFAULT, ValueLimits.DEFAULT, 1000);
    }

    private EventRecords net(int process, int transport, int local, int remote, boolean received) {
        return records.event(received ? EventType.NET_RX : EventType.NET_TX, NetEvent.BYTES, process, 1, SECOND)
                .u32(NetEvent.DATA_BYTES, 10)
                .u16(NetEvent.LOCAL_PORT, local)
                .u16(NetEvent.REMOTE_PORT, remote)
                .u8(NetEvent.TRANSPORT, transport)
                .u8(NetEvent.RECEIVE, received ? 1 : 0)
                .u8(NetEvent.HAS_TCP_METRICS, transport == NetEvent.TCP ? 1 : 0)
                .u32(NetEvent.SRTT_MICROS, 5);
    }

    private void disk(int device, int operation) {
        records.event(EventType.DISK_IO, DiskEvent.BYTES, 2, 1, SECOND)
                .u32(DiskEvent.DATA_BYTES, 10)
                .u32(DiskEvent.DEVICE, device)
                .u8(DiskEvent.OPERATION, operation);
    }

    @Test
    void trafficIsLabelledByProcessTransportAndBothPorts() {
        net(2, NetEvent.TCP, 30_303, 50_000, true);
        net(2, NetEvent.UDP, 30_303, 50_000, true);
        net(3, NetEvent.TCP, 30_303, 50_000, true);
        net(3, NetEvent.TCP, 40_000, 8551, false);
        net(3, NetEvent.TCP, 65_535, 65_535, false);
        fold();

        assertThat(rows(out.batches(), "net_io", "pid", "port_label", "direction", "transport", "sum"))
                .containsExactly(
                        "102 el_p2p rx tcp 10",
                        "102 el_discovery rx udp 10",
                        "103 unknown rx tcp 10",
                        "103 engine tx tcp 10",
                        "103 unknown tx tcp 10");
        assertThat(rows(out.batches(), "tcp_rtt", "pid", "port_label", "count"))
                .containsExactly("102 el_p2p 1", "103 unknown 2", "103 engine 1");
        assertThat(rows(out.batches(), "tcp_cwnd", "pid", "port_label", "count"))
                .hasSize(3);
    }

    @Test
    void retransmissionsAreLabelledAsTcp() {
        records.event(EventType.TCP_RETRANSMIT, RetransmitEvent.BYTES, 2, 1, SECOND)
                .u32(RetransmitEvent.DATA_BYTES, 99)
                .u16(RetransmitEvent.LOCAL_PORT, 30_303);
        records.event(EventType.TCP_RETRANSMIT, RetransmitEvent.BYTES, 5, 1, SECOND)
                .u32(RetransmitEvent.DATA_BYTES, 98)
                .u16(RetransmitEvent.REMOTE_PORT, 8551);
        fold();

        assertThat(rows(out.batches(), "tcp_retransmit", "port_label", "direction", "transport", "sum"))
                .containsExactly("el_p2p tx tcp 99", "engine tx tcp 98");
    }

    @Test
    void everyLabelNumberHasItsOwnRow() {
        for (int label = 0; label < 256; label++) {
            net(4, NetEvent.TCP, 1000 + label, 0, false);
        }
        fold(DimensionSwitches.DEFAULT, new ValueLimits(256, 1), 1000);

        assertThat(rows(out.batches(), "net_io", "port_label"))
                .hasSize(256)
                .doesNotHaveDuplicates()
                .contains("unknown", "label255")
                .doesNotContain("__other__");
    }

    @Test
    void dimensionsOfObservoorThatAreOffHaveItsNeutralValuesAndOthersNoColumn() {
        net(2, NetEvent.TCP, 30_303, 0, true);
        net(2, NetEvent.UDP, 30_303, 0, false);
        disk(8, DiskEvent.WRITE);
        disk(9, DiskEvent.FLUSH);
        fold(NOTHING, ValueLimits.DEFAULT, 1000);

        assertThat(rows(out.batches(), "net_io", "port_label", "direction", "sum", "count"))
                .containsExactly("unknown tx 20 2");
        assertThat(rows(out.batches(), "disk_bytes", "device_id", "rw", "sum", "count"))
                .containsExactly("0 read 20 2");
        MetricBatch netIo = out.batches().stream()
                .filter(batch -> batch.descriptor().name().equals("net_io"))
                .findFirst()
                .orElseThrow();
        assertThat(netIo.descriptor().attributes())
                .extracting(ColumnSpec::name)
                .containsExactly(
                        "pid",
                        "process_start_time",
                        "client_type",
                        "sampling_mode",
                        "sampling_rate",
                        "port_label",
                        "direction",
                        "attributes");
    }

    @Test
    void changesOfStateHaveNoLabel() {
        records.event(EventType.TCP_STATE, TcpStateEvent.BYTES, 2, 1, SECOND).u16(TcpStateEvent.LOCAL_PORT, 30_303);
        fold();

        assertThat(out.batches().getFirst().descriptor().indexOf("port_label")).isEmpty();
    }

    @Test
    void labelsAndDevicesBeyondTheirLimitMeetInOneRowAndTotalsStayExact() {
        for (int i = 0; i < 12; i++) {
            net(4, NetEvent.TCP, 1000 + i, 0, false);
            disk(i, DiskEvent.READ);
        }
        fold(DimensionSwitches.DEFAULT, new ValueLimits(2, 3), 1000);

        assertThat(rows(out.batches(), "net_io", "port_label", "sum"))
                .containsExactly("unknown 10", "el_p2p 10", "el_discovery 10", "__other__ 90");
        assertThat(rows(out.batches(), "tcp_rtt", "port_label", "count"))
                .containsExactly("unknown 1", "el_p2p 1", "el_discovery 1", "__other__ 9");
        assertThat(rows(out.batches(), "disk_bytes", "device_id", "sum"))
                .containsExactly("0 10", "1 10", "2 10", "3 10", "4294967295 80");
        assertThat(settings.counted("folded_values")).isEqualTo(3 * 9 + 4 * 8);
        assertThat(settings.counted("folded_events")).isZero();
    }

    @Test
    void limitsOfRowsAndOfValuesHoldTogether() {
        for (int process = 2; process < 30; process++) {
            for (int label = 0; label < 20; label++) {
                net(process, NetEvent.UDP, 1000 + label, 0, false);
            }
        }
        fold(DimensionSwitches.DEFAULT, new ValueLimits(2, 1), 5);

        assertThat(rows(out.batches(), "net_io", "client_type", "port_label"))
                .hasSize(5 + 4)
                .contains("__other__ __other__", "__other__ unknown");
        assertThat(rows(out.batches(), "net_io", "sum").stream()
                        .mapToLong(Long::parseLong)
                        .sum())
                .isEqualTo(28 * 20 * 10);
    }

    @Test
    void operationsWithoutANameShareARow() {
        disk(1, 4);
        disk(1, 77);
        disk(1, 255);
        fold();

        assertThat(rows(out.batches(), "disk_bytes", "rw", "count")).containsExactly("other 3");
    }

    @Test
    void rowsHaveTheAttributesOfTheirProcess() {
        attributes = Map.of("container.id", "c1", "k8s.pod.uid", "p1");
        net(2, NetEvent.TCP, 1, 1, true);
        records.cpu(2, 1, SECOND + 5, 3, 0);
        fold();

        assertThat(rows(out.batches(), "net_io", "attributes").getFirst())
                .contains("container.id=c1", "k8s.pod.uid=p1");
        assertThat(rows(out.batches(), "cpu_utilization", "attributes").getFirst())
                .contains("container.id=c1");
    }

    /** Rows are stored by pid, start time and client: two of them with the same would replace each other. */
    @Test
    void attributesThatBecomeKnownMakeNoSecondRow() {
        Aggregate aggregate = aggregate(DimensionSwitches.DEFAULT, ValueLimits.DEFAULT, 1000);
        net(2, NetEvent.UDP, 1, 1, true);
        aggregate.consume(new WindowedEvents(window(1, 2), records.batch(0).withTags(tags), 1, false));
        attributes = Map.of("systemd.unit", "geth.service");
        net(2, NetEvent.UDP, 1, 1, false);
        aggregate.consume(closing(window(1, 2), records.batch(0).withTags(tags)));

        assertThat(rows(out.batches(), "net_io", "direction", "attributes"))
                .containsExactly("rx {systemd.unit=geth.service}", "tx {systemd.unit=geth.service}");
    }

    @Test
    void refusedValuesAllocateNothing() {
        for (int i = 0; i < 4096; i++) {
            net(2 + i % 50, NetEvent.TCP, 1000 + i % 256, 0, false);
            disk(1 + i % 300, DiskEvent.READ);
        }
        Aggregate aggregate = aggregate(DimensionSwitches.DEFAULT, new ValueLimits(4, 4), 20);
        EventBatch events = records.batch(0).withTags(tags);
        WindowedEvents batch = new WindowedEvents(window(1, 2), events, events.size(), false);
        for (int i = 0; i < 60; i++) {
            aggregate.consume(batch);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20; i++) {
            aggregate.consume(batch);
        }

        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 20)
                .as("bytes per batch of 8,192 events")
                .isLessThan(512);
    }
}
