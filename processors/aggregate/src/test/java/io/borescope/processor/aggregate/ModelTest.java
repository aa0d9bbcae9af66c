package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.Sampling;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.Reference.Figures;
import io.borescope.processor.aggregate.Reference.RowName;
import io.borescope.testing.Collected;
import io.borescope.testing.EventRecords;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random events, in random order, in random windows of slots, with random dimensions switched off and metrics made for longer windows:
 * the rows must be those of a model that keeps every value in a list, and the books must balance.
 */
class ModelTest {
    private static final long MILLI = 1_000_000;
    private static final long SLOT = 1000 * MILLI;
    private static final long START = 3_600_000 * MILLI;
    private static final int SLOTS = 4;
    private static final EventSampling SAMPLED =
            EventSampling.of(Map.of(EventType.NET_RX, new Sampling(Sampling.Mode.NTH, 0.25)));
    private static final List<String> TIERABLE =
            List.of("syscall_read", "cpu_time", "net_io", "tcp_rtt", "disk_bytes", "disk_latency");

    private static final ProcessTags TAGS = new ProcessTags() {
        @Override
        public Optional<ProcessIdentity> find(int process) {
            return Optional.of(identity(process));
        }

        @Override
        public PortTable ports() {
            return PORTS;
        }
    };

    private static final PortTable PORTS = new PortTable() {
        @Override
        public int labelOf(int process, int transport, int localPort, int remotePort) {
            return transport == NetEvent.TCP ? localPort % 3 : UNKNOWN;
        }

        @Override
        public String label(int number) {
            return List.of(UNKNOWN_LABEL, "p2p", "engine").get(number);
        }
    };

    private record Event(EventType type, int process, long time, long value, int first, int second, boolean sampled) {}

    private final HandClock clock = new HandClock(START, 1000 * START);
    private final ClockMapping mapping = clock.mapping();
    private final TestSettings settings =
            new TestSettings("aggregate", clock).path(Signal.WINDOWED_EVENTS, Signal.METRICS);
    private final Collected<MetricBatch> out = new Collected<>(Signal.METRICS);
    private final EventRecords records = new EventRecords(1 << 20);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void rowsAreThoseOfAModel(long seed) {
        Random random = new Random(seed);
        DimensionSwitches switches = new DimensionSwitches(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
        Map<String, Long> tiers = randomTiers(random);
        List<Window> windows = randomWindows(random);
        List<Event> events = randomEvents(random, windows);
        AggregateConfig config = new AggregateConfig(
                100_000, ValueLimits.DEFAULT, MetricSelection.EVERYTHING, switches, overrides(tiers));

        long sent = run(config, windows, events, random);

        assertThat(rowsOf(out.batches())).isEqualTo(model(switches, tiers, windows, events));
        assertThat(out.eventCount()).isEqualTo(sent).isEqualTo(events.size());
        assertThat(settings.held()).isZero();
        assertThat(settings.lost()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void totalsAreThoseOfTheModelWhereverRowsFindNoRoom(long seed) {
        Random random = new Random(seed);
        int maxKeys = 1 + random.nextInt(40);
        ValueLimits limits = new ValueLimits(1, 1 + random.nextInt(3));
        Map<String, Long> tiers = randomTiers(random);
        List<Window> windows = randomWindows(random);
        List<Event> events = randomEvents(random, windows);
        AggregateConfig config = new AggregateConfig(
                maxKeys, limits, MetricSelection.EVERYTHING, DimensionSwitches.DEFAULT, overrides(tiers));

        long sent = run(config, windows, events, random);

        assertThat(totals(rowsOf(out.batches())))
                .isEqualTo(totals(model(DimensionSwitches.DEFAULT, tiers, windows, events)));
        assertThat(out.eventCount()).isEqualTo(sent);
        assertThat(settings.held()).isZero();
        assertThat(settings.counted("folded_events")).isPositive();
        assertThat(settings.counted("folded_values")).isPositive();
        for (MetricBatch batch : out.batches()) {
            assertThat(batch.size()).as(batch.descriptor().name()).isLessThan(4 * maxKeys + 60);
        }
    }

    private static Map<String, Long> randomTiers(Random random) {
        Map<String, Long> tiers = new HashMap<>();
        for (String metric : TIERABLE) {
            if (random.nextBoolean()) {
                tiers.put(metric, List.of(300L, 400L, 5000L).get(random.nextInt(3)) * MILLI);
            }
        }
        return tiers;
    }

    private static List<IntervalOverride> overrides(Map<String, Long> tiers) {
        List<IntervalOverride> overrides = new ArrayList<>();
        tiers.forEach((metric, nanos) -> overrides.add(new IntervalOverride(List.of(metric), Duration.ofNanos(nanos))));
        return overrides;
    }

    /** Slots cut into intervals, as slot_window does; coverage begins and ends somewhere. */
    private List<Window> randomWindows(Random random) {
        long interval = (50 + 50L * random.nextInt(3)) * MILLI;
        long from = mapping.toEpochNanos(START) + random.nextLong(SLOT);
        long to = mapping.toEpochNanos(START) + (SLOTS - 1) * SLOT + 1 + random.nextLong(SLOT);
        List<Window> windows = new ArrayList<>();
        long start = from;
        while (start < to) {
            long slot = start / SLOT;
            long slotStart = slot * SLOT;
            long cellEnd = slotStart + ((start - slotStart) / interval + 1) * interval;
            long end = Math.min(to, Math.min(cellEnd, slotStart + SLOT));
            windows.add(new Window(windows.size(), mapping, start, end, slot, slotStart, slot / 32));
            start = end;
        }
        return windows;
    }

    private List<Event> randomEvents(Random random, List<Window> windows) {
        long from = windows.getFirst().startMonotonicNanos();
        long length = windows.getLast().endMonotonicNanos() - from;
        List<EventType> types = List.of(
                EventType.SYSCALL_READ, EventType.SCHED_SWITCH, EventType.NET_TX, EventType.NET_RX, EventType.DISK_IO);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            events.add(new Event(
                    types.get(random.nextInt(types.size())),
                    2 + random.nextInt(30),
                    border(random, windows, from + random.nextLong(length)),
                    random.nextInt(200) * MILLI,
                    random.nextInt(4),
                    random.nextInt(3),
                    random.nextBoolean()));
        }
        return events;
    }

    /** Every fourth event lies on a border of a window or a nanosecond before. */
    private static long border(Random random, List<Window> windows, long time) {
        Window window = windows.get(random.nextInt(windows.size()));
        return switch (random.nextInt(8)) {
            case 0 -> window.startMonotonicNanos();
            case 1 -> window.endMonotonicNanos() - 1;
            default -> time;
        };
    }

    private static ProcessIdentity identity(int process) {
        int pid = 100 + process / 2; // two numbers of one process: it did an exec
        return new ProcessIdentity(pid, pid * 7L, "client" + pid % 3);
    }

    /** Sends everything in batches of random events, each to all windows it has something for, and closes windows in order. */
    private long run(AggregateConfig config, List<Window> windows, List<Event> events, Random random) {
        Aggregate aggregate = new Aggregate(settings, config, MetricRules.ALL, () -> 8, out);
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        long sent = 0;
        for (int at = 0; at < shuffled.size(); at += 500) {
            List<Event> batch = shuffled.subList(at, Math.min(shuffled.size(), at + 500));
            for (Window window : windows) {
                for (boolean sampled : new boolean[] {false, true}) {
                    sent += send(aggregate, window, batch, sampled);
                }
            }
            assertThat(out.eventCount() + settings.held()).isEqualTo(sent);
        }
        for (Window window : windows) {
            boolean isOpenAtTheEnd = window.equals(windows.getLast()) && random.nextBoolean();
            if (!isOpenAtTheEnd) {
                EventBatch nothing = records.batch(0).withTags(TAGS);
                aggregate.consume(new WindowedEvents(window, nothing, 0, true));
                assertThat(out.eventCount() + settings.held()).isEqualTo(sent);
            }
        }
        aggregate.close();
        return sent;
    }

    private long send(Aggregate aggregate, Window window, List<Event> batch, boolean sampled) {
        long answered = 0;
        for (Event event : batch) {
            boolean endsHere = window.contains(event.time);
            boolean reachesIn = event.type == EventType.SCHED_SWITCH
                    && window.overlapNanos(event.time - event.value, event.time) > 0;
            if (event.sampled == sampled && (endsHere || reachesIn)) {
                write(event);
                answered += endsHere ? 1 : 0;
            }
        }
        EventBatch events = records.batch(0).withTags(TAGS).withSampling(sampled ? SAMPLED : EventSampling.NONE);
        if (events.size() > 0) {
            aggregate.consume(new WindowedEvents(window, events, answered, false));
        }
        return answered;
    }

    private void write(Event event) {
        int pid = identity(event.process).pid();
        switch (event.type) {
            case SYSCALL_READ -> records.syscall(event.type, event.process, pid, event.time, event.value, 0);
            case SCHED_SWITCH ->
                records.cpu(event.process, pid, event.time, event.value, 0).u16(22, event.first);
            case DISK_IO ->
                records.event(event.type, DiskEvent.BYTES, event.process, pid, event.time)
                        .u64(DiskEvent.LATENCY_NANOS, event.value)
                        .u32(DiskEvent.DATA_BYTES, (int) event.value)
                        .u32(DiskEvent.DEVICE, event.first * 5)
                        .u8(DiskEvent.OPERATION, event.second);
            default ->
                records.event(event.type, NetEvent.BYTES, event.process, pid, event.time)
                        .u32(NetEvent.DATA_BYTES, (int) event.value)
                        .u16(NetEvent.LOCAL_PORT, event.first)
                        .u8(NetEvent.RECEIVE, event.type == EventType.NET_RX ? 1 : 0)
                        .u8(NetEvent.TRANSPORT, event.second)
                        .u8(NetEvent.HAS_TCP_METRICS, event.second == NetEvent.TCP ? 1 : 0)
                        .u32(NetEvent.SRTT_MICROS, (int) event.value);
        }
    }

    /** What the rows should be, by metric: every value in a list under the row's name. */
    private static Map<RowName, Figures> model(
            DimensionSwitches on, Map<String, Long> tiers, List<Window> windows, List<Event> events) {
        Model model = new Model(tiers, windows);
        for (Event event : events) {
            String port = on.portLabel() && event.second == NetEvent.TCP ? PORTS.label(event.first % 3) : "unknown";
            switch (event.type) {
                case SYSCALL_READ -> model.add("syscall_read", MetricKind.HISTOGRAM, "", event, event.value);
                case SCHED_SWITCH -> model.addSpan(on.cpu() ? ",cpu=" + event.first : "", event);
                case DISK_IO -> {
                    String disk = ",device_id=%d,rw=%s"
                            .formatted(
                                    on.deviceId() ? event.first * 5 : 0,
                                    on.rw() ? List.of("read", "write", "flush").get(event.second) : "read");
                    model.add("disk_latency", MetricKind.HISTOGRAM, disk, event, event.value);
                    model.add("disk_bytes", MetricKind.SUM, disk, event, event.value);
                }
                default -> {
                    String net = ",port_label=%s,direction=%s"
                            .formatted(port, on.direction() && event.type == EventType.NET_RX ? "rx" : "tx");
                    String transport =
                            ",transport=" + List.of("tcp", "udp", "unix").get(event.second);
                    model.add("net_io", MetricKind.SUM, net + (on.transport() ? transport : ""), event, event.value);
                    if (event.second == NetEvent.TCP) {
                        model.add("tcp_rtt", MetricKind.GAUGE, ",port_label=" + port, event, event.value);
                    }
                }
            }
        }
        return model.reference.rows();
    }

    private static final class Model {
        private final Reference reference = new Reference();
        private final Map<String, Long> tiers;
        private final List<Window> windows;

        private Model(Map<String, Long> tiers, List<Window> windows) {
            this.tiers = tiers;
            this.windows = windows;
        }

        private void add(String metric, MetricKind kind, String dimensions, Event event, long value) {
            for (Window window : windows) {
                if (window.contains(event.time)) {
                    observe(metric, kind, dimensions, event, window, value);
                }
            }
        }

        private void addSpan(String dimensions, Event event) {
            for (Window window : windows) {
                long overlap = window.overlapNanos(event.time - event.value, event.time);
                if (overlap > 0 || window.contains(event.time)) {
                    observe("cpu_time", MetricKind.SUM, dimensions, event, window, overlap);
                }
            }
        }

        private void observe(
                String metric, MetricKind kind, String dimensions, Event event, Window window, long value) {
            long start = window.startEpochNanos();
            long end = window.endEpochNanos();
            Long tier = tiers.get(metric);
            if (tier != null) {
                for (Window other : windows) {
                    if (other.slot() == window.slot() && cell(other, tier) == cell(window, tier)) {
                        start = Math.min(start, other.startEpochNanos());
                        end = Math.max(end, other.endEpochNanos());
                    }
                }
            }
            boolean isSampled = event.sampled && event.type == EventType.NET_RX;
            String name = "%s to=%d slot=%d%s%s"
                    .formatted(metric, end, window.slot(), isSampled ? ",nth 0.25" : ",none 1.0", dimensions);
            ProcessIdentity who = identity(event.process);
            reference.observe(kind, new RowName(name, start, who.pid(), who.startEpochNanos(), who.client()), value);
        }

        private static long cell(Window window, long tier) {
            return (window.startEpochNanos() - window.slotStartEpochNanos()) / tier;
        }
    }

    /** The rows of the metrics that the model has, named as it names them. */
    private static Map<RowName, Figures> rowsOf(List<MetricBatch> batches) {
        Map<RowName, Figures> rows = new HashMap<>();
        for (MetricBatch batch : batches) {
            if (!TIERABLE.contains(batch.descriptor().name())) {
                continue;
            }
            for (int row = 0; row < batch.size(); row++) {
                RowName name = new RowName(
                        nameOf(batch, row),
                        batch.window().startEpochNanos(),
                        batch.require("pid", LongColumn.class).get(row),
                        batch.require("process_start_time", LongColumn.class).get(row),
                        batch.require("client_type", TextColumn.class).get(row));
                assertThat(rows.put(name, Reference.figures(batch, row)))
                        .as("%s", name)
                        .isNull();
            }
        }
        return rows;
    }

    private static String nameOf(MetricBatch batch, int row) {
        StringBuilder name = new StringBuilder("%s to=%d slot=%d,%s %s"
                .formatted(
                        batch.descriptor().name(),
                        batch.window().endEpochNanos(),
                        batch.window().slot(),
                        batch.require("sampling_mode", TextColumn.class).get(row),
                        batch.require("sampling_rate", DoubleColumn.class).get(row)));
        for (int i = 5; i < batch.descriptor().attributes().size(); i++) {
            String column = batch.descriptor().attributes().get(i).name();
            Column values = batch.columns().get(i);
            if (!(values instanceof MapColumn)) {
                name.append(',').append(column).append('=').append(value(values, row));
            }
        }
        return name.toString();
    }

    private static String value(Column column, int row) {
        return switch (column) {
            case LongColumn longs -> Long.toString(longs.get(row));
            case TextColumn texts -> texts.get(row);
            default -> throw new AssertionError(column.type());
        };
    }

    /** Sum, count and buckets by metric and window, whoever they are of. */
    private static Map<String, List<Long>> totals(Map<RowName, Figures> rows) {
        Map<String, List<Long>> totals = new HashMap<>();
        rows.forEach((name, figures) -> {
            String metric = name.metric().substring(0, name.metric().indexOf(',')) + " from=" + name.windowStart();
            List<Long> all = new ArrayList<>(List.of(figures.sum(), figures.count()));
            all.addAll(figures.buckets());
            totals.merge(metric, all, ModelTest::plus);
        });
        return totals;
    }

    private static List<Long> plus(List<Long> a, List<Long> b) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(a.get(i) + b.get(i));
        }
        return sums;
    }
}
