package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.borescope.api.config.ByteSize;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROWS = 100_000;

    private static MetricBatch latencies() {
        long[] figures = new long[ROWS];
        String[] clients = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            figures[row] = row * 12_345L;
            clients[row] = "client-" + row % 20;
        }
        return batch("syscall_read")
                .longs("pid", figures)
                .texts("client_type", clients)
                .longs("process_start_time", figures)
                .longs("sum", figures)
                .longs("count", figures)
                .longs("min", figures)
                .longs("max", figures)
                .bounds("ns", TestBatches.OBSERVOOR_BOUNDS.toArray(new Long[0]))
                .lists("histogram", 10, new long[10 * ROWS])
                .build();
    }

    @Test
    void encodingARowLeavesNothingOnTheHeap() {
        MetricBatch batch = latencies();
        RowEncoder encoder = new RowEncoder(batch, true, amount -> {});
        JsonBuffer buffer = new JsonBuffer();
        encodeAll(encoder, buffer); // grows the buffer
        long bytes = allocatedBy(() -> encodeAll(encoder, buffer));
        // A date object per row at most, where the compiler does not see through it.
        assertThat(bytes / ROWS).isLessThan(64);
    }

    private static void encodeAll(RowEncoder encoder, JsonBuffer buffer) {
        for (int row = 0; row < ROWS; row++) {
            buffer.truncate(0);
            encoder.encode(row, buffer);
        }
    }

    @Test
    void aLargeExportNeedsLittleMoreThanItsCompressedBodies() {
        List<MetricBatch> batches = List.of(latencies());
        NdjsonHttpExporterConfig config = new NdjsonHttpExporterConfig(
                URI.create("http://localhost/"),
                Compression.GZIP,
                Map.of(),
                ByteSize.ofMebibytes(4),
                true,
                TlsConfig.DEFAULT);
        JsonBuffer buffer = new JsonBuffer();
        List<Long> bodies = new ArrayList<>();
        long bytes = allocatedBy(() -> {
            bodies.clear();
            RequestWriter writer = new RequestWriter(batches, config, new AcceptedRows(), amount -> {}, buffer);
            while (writer.hasNext()) {
                bodies.add(writer.next().body().contentLength());
            }
        });
        assertThat(bodies).hasSizeGreaterThan(5);
        long compressed = bodies.stream().mapToLong(Long::longValue).sum();
        assertThat(bytes).isLessThan(8 * compressed + ROWS * 64L);
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run(); // classes load once
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
