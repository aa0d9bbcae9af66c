package io.borescope.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Value;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Windows of kernel events, as others get them. */
final class DataPointsTest {
    private static final BatchId ID = new BatchId(new UUID(0, 1), new UUID(0, 2), 3);
    private static final long START = 1_760_000_000_000_000_000L;
    private static final long END = START + 999_999_999;
    private static final Window WINDOW =
            new Window(7, new ClockMapping(0, 0), START, END, Window.NO_SLOT, START, Window.NO_EPOCH);
    private static final long STARTED = 1_759_999_999_123_456_789L;

    private static final List<ColumnSpec> PROCESS = List.of(
            ColumnSpec.integer("pid", "1"),
            ColumnSpec.integer("process_start_time", "ns"),
            ColumnSpec.text("client_type"),
            ColumnSpec.text("sampling_mode"),
            new ColumnSpec("sampling_rate", ColumnType.DOUBLE, "1"));

    private static final Attributes NGINX = attributes(Map.of(
            "process.pid", Value.of(42),
            "process.creation.time", Value.of("2025-10-09T08:53:19.123Z"),
            "borescope.client.type", Value.of("nginx")));
    private static final Attributes KERNEL = attributes(Map.of(
            "process.pid", Value.of(0),
            "borescope.client.type", Value.of("unknown"),
            "borescope.sampling.mode", Value.of("nth"),
            "borescope.sampling.rate", Value.of(0.25)));

    private static Attributes attributes(Map<String, Value> values) {
        return Attributes.of(values);
    }

    /** A row of nginx, and one of the kernel, sampled. */
    private static List<Column> processes() {
        return List.of(
                new LongColumn(new long[] {42, 0}),
                new LongColumn(new long[] {STARTED, 0}),
                TextColumn.of(List.of("nginx", "unknown")),
                TextColumn.of(List.of("none", "nth")),
                new DoubleColumn(new double[] {1, 0.25}));
    }

    @Test
    void latenciesAreHistogramsWhoseBoundsAreInclusive() {
        Metric metric = only(batch(
                MetricKind.HISTOGRAM,
                "ns",
                Temporality.DELTA,
                PROCESS,
                List.of(
                        ColumnSpec.integer("sum", "ns"),
                        ColumnSpec.integer("count", "1"),
                        ColumnSpec.integer("min", "ns"),
                        ColumnSpec.integer("max", "ns"),
                        new ColumnSpec("histogram", ColumnType.LONG_LIST, "1")),
                List.of(1_000L, 10_000L),
                processes(),
                List.of(
                        longs(999 + 1_000, 0),
                        longs(2, 0),
                        longs(999, 0),
                        longs(1_000, 0),
                        new LongListColumn(3, new long[] {1, 1, 0, 0, 0, 0}))));
        assertThat(metric.name()).isEqualTo("read");
        assertThat(metric.unit()).isEqualTo("ns");
        assertThat(metric.description()).isEqualTo("What it is.");
        assertThat(metric.data())
                .isEqualTo(new Metric.Histogram(
                        List.of(
                                new Point.Buckets(
                                        new Point.Head(NGINX, START, END, 0),
                                        2,
                                        OptionalDouble.of(1_999),
                                        OptionalDouble.of(999),
                                        OptionalDouble.of(1_000),
                                        List.of(1L, 1L, 0L),
                                        List.of(999.0, 9_999.0),
                                        List.of()),
                                new Point.Buckets(
                                        new Point.Head(KERNEL, START, END, 0),
                                        0,
                                        OptionalDouble.of(0),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        List.of(0L, 0L, 0L),
                                        List.of(999.0, 9_999.0),
                                        List.of())),
                        Metric.Temporality.DELTA));
    }

    @Test
    void bytesAreASumBesideTheNumberOfEvents() {
        List<Metric> metrics = metrics(batch(
                MetricKind.SUM,
                "By",
                Temporality.DELTA,
                PROCESS,
                List.of(ColumnSpec.integer("sum", "By"), ColumnSpec.integer("count", "1")),
                List.of(),
                processes(),
                List.of(longs(4_096, 512), longs(3, 1))));
        assertThat(metrics).extracting(Metric::name).containsExactly("read", "read.count");
        assertThat(metrics).extracting(Metric::unit).containsExactly("By", "{event}");
        assertThat(metrics.getFirst().data()).isEqualTo(deltas(4_096, 512));
        assertThat(metrics.getLast().data()).isEqualTo(deltas(3, 1));
    }

    @Test
    void eventsAreOneSum() {
        Metric metric = only(batch(
                MetricKind.SUM,
                "{event}",
                Temporality.DELTA,
                PROCESS,
                List.of(ColumnSpec.integer("sum", "{event}"), ColumnSpec.integer("count", "1")),
                List.of(),
                processes(),
                List.of(longs(3, 1), longs(3, 1))));
        assertThat(metric.data()).isEqualTo(deltas(3, 1));
    }

    private static Metric.Sum deltas(long first, long second) {
        return new Metric.Sum(
                List.of(figure(NGINX, START, Value.of(first)), figure(KERNEL, START, Value.of(second))),
                Metric.Temporality.DELTA,
                true);
    }

    @Test
    void levelsAreHistogramsWithoutBuckets() {
        Metric metric = only(batch(
                MetricKind.GAUGE,
                "us",
                Temporality.DELTA,
                PROCESS,
                Stream.of("sum", "count", "min", "max")
                        .map(name -> ColumnSpec.integer(name, "us"))
                        .toList(),
                List.of(),
                processes(),
                List.of(longs(30, 7), longs(2, 1), longs(10, 7), longs(20, 7))));
        Point.Buckets first = ((Metric.Histogram) metric.data()).points().getFirst();
        assertThat(first)
                .isEqualTo(new Point.Buckets(
                        new Point.Head(NGINX, START, END, 0),
                        2,
                        OptionalDouble.of(30),
                        OptionalDouble.of(10),
                        OptionalDouble.of(20),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void whatCountsFromTheStartOfAProcessIsCumulativeFromThere() {
        List<Metric> metrics = metrics(batch(
                MetricKind.SNAPSHOT,
                "1",
                Temporality.CUMULATIVE,
                PROCESS,
                List.of(ColumnSpec.integer("threads", "{thread}"), ColumnSpec.integer("switches", "{switch}")),
                List.of(),
                processes(),
                List.of(longs(3, 4), longs(500, 600))));
        assertThat(metrics).extracting(Metric::name).containsExactly("read.threads", "read.switches");
        assertThat(metrics).extracting(Metric::unit).containsExactly("{thread}", "{switch}");
        assertThat(metrics.getFirst().data())
                .isEqualTo(new Metric.Gauge(List.of(figure(NGINX, 0, Value.of(3)), figure(KERNEL, 0, Value.of(4)))));
        assertThat(metrics.getLast().data())
                .isEqualTo(new Metric.Sum(
                        List.of(figure(NGINX, STARTED, Value.of(500)), figure(KERNEL, 0, Value.of(600))),
                        Metric.Temporality.CUMULATIVE,
                        true));
    }

    @Test
    void figuresOfAWindowAreGaugesThatSayTheWindow() {
        Metric metric = only(batch(
                MetricKind.SNAPSHOT,
                "1",
                Temporality.DELTA,
                PROCESS,
                List.of(new ColumnSpec("mean_core_pct", ColumnType.DOUBLE, "%")),
                List.of(),
                processes(),
                List.of(new DoubleColumn(new double[] {12.5, 100}))));
        assertThat(metric.data())
                .isEqualTo(new Metric.Gauge(
                        List.of(figure(NGINX, START, Value.of(12.5)), figure(KERNEL, START, Value.of(100.0)))));
    }

    @Test
    void wordsOfASnapshotAreAttributesOfAMetricThatIsAlways1() {
        List<Metric> metrics = metrics(batch(
                MetricKind.SNAPSHOT,
                "1",
                Temporality.INSTANT,
                List.of(ColumnSpec.text("host_id")),
                List.of(
                        ColumnSpec.text("os_name"),
                        ColumnSpec.integer("disk_count", "{disk}"),
                        new ColumnSpec("disk_names", ColumnType.TEXT_LIST, ""),
                        new ColumnSpec("disk_sizes_bytes", ColumnType.LONG_LIST, "By")),
                List.of(),
                List.of(TextColumn.of(List.of("h1"))),
                List.of(
                        TextColumn.of(List.of("Debian")),
                        new LongColumn(new long[] {2}),
                        new TextListColumn(List.of(List.of("sda", "sdb"))),
                        new LongListColumn(2, new long[] {10, 20}))));
        Attributes host = Attributes.EMPTY; // host.id is of the resource
        assertThat(metrics).extracting(Metric::name).containsExactly("read.disk_count", "read");
        assertThat(metrics.getFirst().data()).isEqualTo(new Metric.Gauge(List.of(figure(host, 0, Value.of(2)))));
        assertThat(metrics.getLast().data())
                .isEqualTo(new Metric.Gauge(List.of(figure(
                        host.with("os_name", Value.of("Debian"))
                                .with("disk_names", new Value.Items(List.of(Value.of("sda"), Value.of("sdb"))))
                                .with("disk_sizes_bytes", new Value.Items(List.of(Value.of(10), Value.of(20)))),
                        0,
                        Value.of(1)))));
    }

    @Test
    void whatTellsRowsApartIsCalledAsTheConventionsCallIt() {
        Metric metric = only(batch(
                MetricKind.SUM,
                "{event}",
                Temporality.DELTA,
                List.of(
                        ColumnSpec.text("direction"),
                        ColumnSpec.text("transport"),
                        ColumnSpec.text("rw"),
                        ColumnSpec.text("port_label"),
                        ColumnSpec.integer("cpu", "1"),
                        ColumnSpec.integer("device_id", "1"),
                        new ColumnSpec("attributes", ColumnType.MAP, "")),
                List.of(ColumnSpec.integer("sum", "{event}"), ColumnSpec.integer("count", "1")),
                List.of(),
                List.of(
                        TextColumn.of(List.of("tx", "rx")),
                        TextColumn.of(List.of("tcp", "unix")),
                        TextColumn.of(List.of("read", "flush")),
                        TextColumn.of(List.of("http", "")),
                        longs(0, 1),
                        longs(8, 9),
                        new MapColumn(List.of(Map.of("systemd.unit", "c1"), Map.of()))),
                List.of(longs(1, 1), longs(1, 1))));
        assertThat(metric.data().points())
                .extracting(Point::attributes)
                .isEqualTo(List.of(
                        attributes(Map.of(
                                "network.io.direction", Value.of("transmit"),
                                "network.transport", Value.of("tcp"),
                                "disk.io.direction", Value.of("read"),
                                "borescope.port.label", Value.of("http"),
                                "cpu.logical_number", Value.of(0),
                                "borescope.device.id", Value.of(8),
                                "systemd.unit", Value.of("c1"))),
                        attributes(Map.of(
                                "network.io.direction", Value.of("receive"),
                                "network.transport", Value.of("unix"),
                                "disk.io.direction", Value.of("flush"),
                                "cpu.logical_number", Value.of(1),
                                "borescope.device.id", Value.of(9)))));
    }

    @Test
    void totalsAreCumulativeFromTheTimeThatTheirRowSays() {
        List<Metric> metrics = metrics(batch(
                MetricKind.SUM,
                "{event}",
                Temporality.CUMULATIVE,
                PROCESS,
                List.of(
                        ColumnSpec.integer("sum", "{event}"),
                        ColumnSpec.integer("count", "1"),
                        ColumnSpec.integer(MetricDescriptor.START_TIME, "ns")),
                List.of(),
                processes(),
                List.of(longs(30, 10), longs(30, 10), longs(START - 5, START - 7))));
        assertThat(metrics)
                .singleElement()
                .extracting(Metric::data)
                .isEqualTo(new Metric.Sum(
                        List.of(figure(NGINX, START - 5, Value.of(30)), figure(KERNEL, START - 7, Value.of(10))),
                        Metric.Temporality.CUMULATIVE,
                        true));
    }

    @Test
    void theBatchKeepsItsIdentityAndTheResourceOfTheAgent() {
        PointBatch points = DataPoints.of(batch(
                MetricKind.SUM,
                "{event}",
                Temporality.DELTA,
                PROCESS,
                List.of(ColumnSpec.integer("sum", "{event}"), ColumnSpec.integer("count", "1")),
                List.of(),
                processes(),
                List.of(longs(3, 1), longs(3, 1))));
        Group<Metric> group = points.groups().getFirst();
        assertThat(points.id()).isEqualTo(ID);
        assertThat(points.size()).isEqualTo(2);
        assertThat(group.resource().attributes())
                .isEqualTo(Attributes.ofTexts(
                        Map.of(Resource.INSTANCE_NAME, "web-1", "host.name", "h1", "service.name", "web")));
        assertThat(group.scope().name()).isEqualTo("borescope");
    }

    private static Point.Figure figure(Attributes attributes, long start, Value value) {
        return new Point.Figure(new Point.Head(attributes, start, END, 0), value, List.of());
    }

    private static LongColumn longs(long... values) {
        return new LongColumn(values);
    }

    private static MetricBatch batch(
            MetricKind kind,
            String unit,
            Temporality temporality,
            List<ColumnSpec> attributes,
            List<ColumnSpec> values,
            List<Long> bounds,
            List<Column> attributeColumns,
            List<Column> valueColumns) {
        List<Column> columns = new ArrayList<>(attributeColumns);
        columns.addAll(valueColumns);
        return new MetricBatch(
                ID,
                Resource.of(Map.of(Resource.INSTANCE_NAME, "web-1", "host.name", "h1", "service.name", "web")),
                new MetricDescriptor("read", "What it is.", kind, unit, temporality, attributes, values, bounds),
                WINDOW,
                END,
                columns,
                5,
                0);
    }

    private static List<Metric> metrics(MetricBatch batch) {
        return DataPoints.of(batch).groups().getFirst().records();
    }

    private static Metric only(MetricBatch batch) {
        assertThat(metrics(batch)).hasSize(1);
        return metrics(batch).getFirst();
    }
}
