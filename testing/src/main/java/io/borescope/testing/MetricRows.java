package io.borescope.testing;

import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.List;
import java.util.Map;

/** Batches in columns for tests, of windows of a second. */
public final class MetricRows {
    private static final long SECOND = 1_000_000_000;

    private MetricRows() {}

    /** The latencies of two processes: {@code geth} with 3 observations, {@code reth} with 4, the latter in the container c0ffee. */
    public static MetricBatch latencies(int window) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "syscall_read",
                "Time in read.",
                MetricKind.HISTOGRAM,
                "ns",
                Temporality.DELTA,
                List.of(
                        ColumnSpec.integer("pid", ""),
                        ColumnSpec.text("client_type"),
                        new ColumnSpec("attributes", ColumnType.MAP, "")),
                List.of(
                        ColumnSpec.integer("sum", "ns"),
                        ColumnSpec.integer("count", "1"),
                        ColumnSpec.integer("min", "ns"),
                        ColumnSpec.integer("max", "ns"),
                        new ColumnSpec("histogram", ColumnType.LONG_LIST, "1")),
                List.of(1_000L, 1_000_000L));
        return batch(
                window,
                descriptor,
                new LongColumn(new long[] {10, 20}),
                TextColumn.of(List.of("geth", "reth")),
                new MapColumn(List.of(Map.of(), Map.of("container.id", "c0ffee"))),
                new LongColumn(new long[] {4_500, 2_000_000}),
                new LongColumn(new long[] {3, 4}),
                new LongColumn(new long[] {1_000, 900}),
                new LongColumn(new long[] {2_000, 1_990_000}),
                new LongListColumn(3, new long[] {0, 3, 0, 1, 2, 1}));
    }

    /** Bytes that a process sent. */
    public static MetricBatch bytes(int window, long sum, long count) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "net_io",
                "Bytes sent and received.",
                MetricKind.SUM,
                "By",
                Temporality.DELTA,
                List.of(ColumnSpec.integer("pid", ""), ColumnSpec.text("direction")),
                List.of(ColumnSpec.integer("sum", "By"), ColumnSpec.integer("count", "1")),
                List.of());
        return batch(
                window,
                descriptor,
                new LongColumn(new long[] {10}),
                TextColumn.of(List.of("tx")),
                new LongColumn(new long[] {sum}),
                new LongColumn(new long[] {count}));
    }

    /** A batch of seven events in the window of this number, counted from {@link OtelRecords#START}. */
    public static MetricBatch batch(int window, MetricDescriptor descriptor, Column... columns) {
        long start = OtelRecords.START + window * SECOND;
        return new MetricBatch(
                OtelRecords.id(),
                Resource.of(Map.of(Resource.INSTANCE_NAME, "node-7")),
                descriptor,
                new Window(
                        window,
                        new ClockMapping(0, OtelRecords.START),
                        start,
                        start + SECOND,
                        Window.NO_SLOT,
                        Window.NO_SLOT,
                        Window.NO_SLOT),
                start + SECOND,
                List.of(columns),
                7,
                0);
    }
}
