package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowMergerTest {
    private static final Table NET_IO = ObservoorTables.of("net_io").orElseThrow();

    private final RowMerger merger = new RowMerger();

    @Test
    void aBatchThatTheTableTellsApartStaysAsItIs() {
        MetricBatch batch = TestBatches.twoProcessesOfOnePid();
        assertThat(merger.merge(batch, ObservoorTables.of("syscall_read").orElseThrow()))
                .isSameAs(batch);
    }

    @Test
    void sumsAreTheSameInWhateverOrderRowsCome() {
        Random random = new Random(23);
        for (int rows : new int[] {0, 1, 2, 3, 1000, 64, 65}) {
            MetricBatch batch = TestBatches.netIo(random, rows);
            MetricBatch merged = merger.merge(batch, NET_IO);
            assertThat(sums(merged)).isEqualTo(sums(batch)).hasSize(merged.size());
        }
    }

    private static Map<String, Long> sums(MetricBatch batch) {
        Map<String, Long> sums = new HashMap<>();
        for (int row = 0; row < batch.size(); row++) {
            String key = batch.require("pid", LongColumn.class).get(row) + " "
                    + batch.require("direction", TextColumn.class).get(row);
            sums.merge(key, batch.require("sum", LongColumn.class).get(row), Long::sum);
        }
        return sums;
    }

    @Test
    void sumsStopAtTheLargestNumber() {
        long[] additions = {
            RowMerger.saturatingSum(Long.MAX_VALUE, 1),
            RowMerger.saturatingSum(Long.MIN_VALUE, -1),
            RowMerger.saturatingSum(Long.MAX_VALUE, Long.MIN_VALUE),
            RowMerger.saturatingSum(2, 3)
        };
        assertThat(Arrays.stream(additions).boxed()).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, -1L, 5L);
    }
}
