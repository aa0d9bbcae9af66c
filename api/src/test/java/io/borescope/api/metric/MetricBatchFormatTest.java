package io.borescope.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetricBatchFormatTest {
    private static final MetricDescriptor DESCRIPTOR = new MetricDescriptor(
            "syscall_write",
            "Time in write(2).",
            MetricKind.HISTOGRAM,
            "ns",
            Temporality.DELTA,
            List.of(
                    ColumnSpec.integer("pid", "1"),
                    ColumnSpec.text("client_type"),
                    new ColumnSpec("labels", ColumnType.MAP, "")),
            List.of(
                    ColumnSpec.integer("sum", "ns"),
                    new ColumnSpec("ratio", ColumnType.DOUBLE, "1"),
                    new ColumnSpec("histogram", ColumnType.LONG_LIST, "1")),
            List.of(1_000L));

    private static final MetricBatch BATCH = new MetricBatch(
            new BatchId(new UUID(1, 2), new UUID(3, 4), 5),
            Resource.of(Map.of(Resource.INSTANCE_NAME, "node-7")),
            DESCRIPTOR,
            new Window(9, new ClockMapping(2, 100), 1_000, 2_000, 77, 900, 2),
            2_001,
            List.of(
                    new LongColumn(new long[] {4242, -1}),
                    TextColumn.of(List.of("geth", "größer\u0000\uD83D\uDE00")),
                    new MapColumn(List.of(Map.of("k", "v"), Map.of())),
                    new LongColumn(new long[] {Long.MAX_VALUE, Long.MIN_VALUE}),
                    new DoubleColumn(new double[] {0.1, Double.NaN}),
                    new LongListColumn(2, new long[] {1, 2, 3, 4})),
            10,
            3);

    private static byte[] written(MetricBatch batch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MetricBatchFormat.INSTANCE.write(batch, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static MetricBatch read(byte[] bytes) throws IOException {
        return MetricBatchFormat.INSTANCE.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static void assertSame(MetricBatch read, MetricBatch expected) throws IOException {
        assertThat(read.id()).isEqualTo(expected.id());
        assertThat(read.resource()).isEqualTo(expected.resource());
        assertThat(read.descriptor()).isEqualTo(expected.descriptor());
        assertThat(read.window()).isEqualTo(expected.window());
        assertThat(read.size()).isEqualTo(expected.size());
        assertThat(written(read)).isEqualTo(written(expected));
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        MetricBatch read = read(written(BATCH));
        assertSame(read, BATCH);
        assertThat(read.require("pid", LongColumn.class).get(0)).isEqualTo(4242);
        assertThat(read.require("client_type", TextColumn.class).get(1)).isEqualTo("größer\u0000\uD83D\uDE00");
        assertThat(read.require("labels", MapColumn.class).get(0)).containsExactly(Map.entry("k", "v"));
        assertThat(read.require("ratio", DoubleColumn.class).get(1)).isNaN();
        assertThat(read.require("histogram", LongListColumn.class).get(1, 0)).isEqualTo(3);
        assertThat(read.eventCount()).isEqualTo(10);
        assertThat(read.lostEvents()).isEqualTo(3);
    }

    @Test
    void readsBackABatchWithoutRows() throws IOException {
        MetricDescriptor narrow = new MetricDescriptor(
                "x",
                "",
                MetricKind.SUM,
                "1",
                Temporality.DELTA,
                List.of(),
                List.of(ColumnSpec.integer("sum", "1")),
                List.of());
        MetricBatch empty = new MetricBatch(
                BATCH.id(), Resource.EMPTY, narrow, BATCH.window(), 0, List.of(new LongColumn(new long[0])), 0, 0);
        assertSame(read(written(empty)), empty);
    }

    @Test
    void readsBackLists() throws IOException {
        MetricDescriptor lists = new MetricDescriptor(
                "host_specs",
                "",
                MetricKind.SNAPSHOT,
                "1",
                Temporality.INSTANT,
                List.of(),
                List.of(
                        new ColumnSpec("disk_names", ColumnType.TEXT_LIST, ""),
                        new ColumnSpec("memory_dimm_sizes_bytes", ColumnType.LONG_LIST, "By")),
                List.of());
        MetricBatch batch = new MetricBatch(
                BATCH.id(),
                Resource.EMPTY,
                lists,
                BATCH.window(),
                0,
                List.of(
                        new TextListColumn(List.of(List.of("nvme0n1", "größer"), List.of(), List.of(""))),
                        LongListColumn.empty(3)),
                0,
                0);

        MetricBatch read = read(written(batch));

        assertSame(read, batch);
        TextListColumn names = read.require("disk_names", TextListColumn.class);
        assertThat(names.get(0)).containsExactly("nvme0n1", "größer");
        assertThat(names.get(1)).isEmpty();
        assertThat(names.get(2)).containsExactly("");
        assertThat(read.require("memory_dimm_sizes_bytes", LongListColumn.class).width())
                .isZero();
    }

    /** Version 1 must stay readable: from the first release on these bytes are never written anew. */
    @Test
    void readsWhatTheFirstVersionWrote() throws IOException {
        String hex;
        try (var in = MetricBatchFormatTest.class.getResourceAsStream("metric-batch-v1.hex")) {
            assertThat(in).as("golden file").isNotNull();
            hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
        }
        assertSame(read(HexFormat.of().parseHex(hex)), BATCH);
    }

    @Test
    void refusesToWriteATextThatItWouldNotRead() {
        MetricBatch huge = new MetricBatch(
                BATCH.id(),
                Resource.of(Map.of("k", "x".repeat((1 << 24) + 1))),
                DESCRIPTOR,
                BATCH.window(),
                0,
                BATCH.columns(),
                0,
                0);
        assertThatThrownBy(() -> written(huge)).isInstanceOf(IOException.class).hasMessageContaining("limit");
    }

    @Test
    void refusesAVersionFromTheFuture() throws IOException {
        byte[] bytes = written(BATCH);
        bytes[5] = 2;
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining("version 2");
    }

    @Test
    void everyCutIsAnErrorAndNotABatch() throws IOException {
        byte[] bytes = written(BATCH);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).as("cut to %d", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedBytesCostAnExceptionAtMost() throws IOException {
        byte[] bytes = written(BATCH);
        Random random = new Random(20_261_120);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged);
            } catch (IOException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void columnsMustMatchTheDescriptor() {
        assertThatThrownBy(() -> new MetricBatch(
                        BATCH.id(),
                        Resource.EMPTY,
                        DESCRIPTOR,
                        BATCH.window(),
                        0,
                        List.of(new LongColumn(new long[0])),
                        0,
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 columns");
    }
}
