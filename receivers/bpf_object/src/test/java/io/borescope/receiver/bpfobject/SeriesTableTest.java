package io.borescope.receiver.bpfobject;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.bpf.btf.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SeriesTableTest {
    private static final Field COMM = new Field("comm", Field.Kind.TEXT, 0, 16, 0, 0, false, Map.of());
    private static final Field PID = Field.ofInteger("pid", 16, 4, false);
    private static final Field VALUE = Field.ofInteger("value", 24, 8, true);

    private final MemorySegment record = MemorySegment.ofArray(new long[4]);

    private static SeriesTable table(MetricType type, int limit, List<Long> bounds) throws ObjectException {
        Map<String, Field> fields = Map.of("comm", COMM, "pid", PID, "value", VALUE);
        Map<String, String> dimensions = new TreeMap<>(Map.of("comm", "comm", "pid", "pid"));
        MetricConfig config = new MetricConfig("m", "", "ns", type, "value", bounds, null, dimensions);
        FieldSource source = path -> Objects.requireNonNull(fields.get(path));
        return new SeriesTable(MetricPlan.of("metrics[0]", config, Temporality.DELTA, source), limit);
    }

    /** Bytes behind the end of the text are whatever they were. */
    private boolean add(SeriesTable table, String comm, int pid, long value) {
        byte[] name = (comm + "\0").getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(name, 0, record, ValueLayout.JAVA_BYTE, 0, name.length);
        record.set(ValueLayout.JAVA_INT, 16, pid);
        return table.add(record, 0, value);
    }

    private static long number(List<Column> columns, int column, int row) {
        return ((LongColumn) columns.get(column)).get(row);
    }

    private static String comm(List<Column> columns, int row) {
        return ((TextColumn) columns.getFirst()).get(row);
    }

    @Test
    void findsTheSameSeriesWhateverIsBehindATextsEnd() throws Exception {
        SeriesTable table = table(MetricType.GAUGE, 10, List.of());
        add(table, "bash", 1, 5);
        record.asSlice(0, 16).fill((byte) 'x');
        add(table, "bash", 1, -7);
        List<Column> columns = table.take();
        assertThat(columns.getFirst().size()).isEqualTo(1);
        assertThat(comm(columns, 0)).isEqualTo("bash");
        assertThat(IntStream.range(1, 6).mapToLong(column -> number(columns, column, 0)))
                .as("pid, sum, count, min, max")
                .containsExactly(1L, -2L, 2L, -7L, 5L);
        assertThat(table.size()).isZero();
    }

    @Test
    void putsValuesIntoTheBucketsOfTheirBounds() throws Exception {
        SeriesTable table = table(MetricType.HISTOGRAM, 10, List.of(0L, 10L, 100L));
        for (long value : new long[] {-1, 0, 9, 10, 99, 100, Long.MAX_VALUE}) {
            add(table, "a", 1, value);
        }
        LongListColumn buckets = (LongListColumn) table.take().getLast();
        assertThat(IntStream.range(0, 4).mapToLong(bucket -> buckets.get(0, bucket)))
                .containsExactly(1L, 2L, 2L, 2L);
    }

    @Test
    void doesNotWrapSums() throws Exception {
        SeriesTable table = table(MetricType.SUM, 10, List.of());
        add(table, "a", 1, Long.MAX_VALUE);
        add(table, "a", 1, 1);
        assertThat(number(table.take(), 2, 0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void addsWhatIsBeyondTheLimitToOneSeries() throws Exception {
        SeriesTable table = table(MetricType.SUM, 2, List.of());
        for (int window = 0; window < 2; window++) {
            long beyond = IntStream.rangeClosed(1, 23)
                    .filter(pid -> add(table, "a", pid, pid))
                    .count();
            assertThat(beyond).isEqualTo(21);
            assertThat(add(table, "a", 2, 100)).isFalse();
            List<Column> columns = table.take();
            assertThat(columns.getFirst().size()).isEqualTo(3);
            assertThat(number(columns, 2, 0) + number(columns, 2, 1)).isEqualTo(103);
            assertThat(comm(columns, 2)).isEqualTo(SeriesTable.OTHER);
            assertThat(number(columns, 1, 2)).isEqualTo(SeriesTable.OTHER_NUMBER);
            assertThat(number(columns, 2, 2)).isEqualTo(23L * 24 / 2 - 3);
        }
    }

    @Test
    void addsUpAsAMapWould() throws Exception {
        Random random = new Random(20_261_122);
        SeriesTable table = table(MetricType.GAUGE, 100_000, List.of());
        for (int window = 0; window < 3; window++) {
            Map<String, LongSummaryStatistics> expected = new TreeMap<>();
            for (int i = 0; i < 30_000; i++) {
                String comm = Integer.toString(random.nextInt(40), 36);
                int pid = random.nextInt(50);
                long value = random.nextInt();
                add(table, comm, pid, value);
                expected.computeIfAbsent(comm + " " + pid, key -> new LongSummaryStatistics())
                        .accept(value);
            }
            assertRows(table.take(), expected);
        }
    }

    private static void assertRows(List<Column> columns, Map<String, LongSummaryStatistics> expected) {
        assertThat(columns.getFirst().size()).isEqualTo(expected.size());
        for (int row = 0; row < expected.size(); row++) {
            String key = comm(columns, row) + " " + number(columns, 1, row);
            LongSummaryStatistics statistics = Objects.requireNonNull(expected.get(key), key);
            assertThat(number(columns, 2, row)).isEqualTo(statistics.getSum());
            assertThat(number(columns, 3, row)).isEqualTo(statistics.getCount());
            assertThat(number(columns, 4, row)).isEqualTo(statistics.getMin());
            assertThat(number(columns, 5, row)).isEqualTo(statistics.getMax());
        }
    }
}
