package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private final RowTable table = RowTable.ofAllFigures();

    private record Key(long key, long key2) {}

    @Test
    void keepsRowsApartByBothKeysWhileItGrows() {
        Random random = new Random(3);
        Map<Key, Long> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Key key = new Key(1 + random.nextInt(100), random.nextInt(50));
            long value = random.nextInt(1000);
            table.addToSum(table.findOrInsert(key.key, key.key2), value);
            expected.merge(key, value, Long::sum);
        }

        Map<Key, Long> found = new HashMap<>();
        for (int i = 0; i < table.size(); i++) {
            int position = table.position(i);
            found.put(new Key(table.key(position), table.key2(position)), table.sum(position));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void positionsStayValidWhileItGrows() {
        int first = table.findOrInsert(1, 0);
        for (int key = 2; key < 10_000; key++) {
            table.addToSum(table.findOrInsert(key, 0), key);
        }

        assertThat(table.find(1, 0)).isEqualTo(first);
        assertThat(table.position(table.number(table.find(77, 0)))).isEqualTo(table.find(77, 0));
        assertThat(table.sum(table.find(77, 0))).isEqualTo(77);
        assertThat(table.find(10_001, 0)).isEqualTo(RowTable.NONE);
    }

    @Test
    void aTableOfSumsTakesSumsAndCountsFromOneOfAllFigures() {
        int from = table.findOrInsert(1, 0);
        table.addToHistogram(from, 30);
        RowTable sums = RowTable.ofSums();
        int to = sums.findOrInsert(5, 6);
        sums.findOrInsert(7, 8);
        sums.merge(to, table, from);
        table.merge(table.findOrInsert(9, 9), sums, to);

        assertThat(List.of(sums.sum(to), sums.count(to), sums.key(to), sums.key2(to)))
                .containsExactly(30L, 1L, 5L, 6L);
        assertThat(sums.sum(sums.find(7, 8))).isZero();
        assertThat(table.sum(table.find(9, 9))).isEqualTo(30);
    }

    @Test
    void aGaugeKeepsSumCountSmallestAndLargest() {
        int position = table.findOrInsert(1, 0);
        table.addToGauge(position, 30);
        table.addToGauge(position, 10);
        table.addToGauge(position, 20);

        assertThat(table.sum(position)).isEqualTo(60);
        assertThat(table.count(position)).isEqualTo(3);
        assertThat(table.min(position)).isEqualTo(10);
        assertThat(table.max(position)).isEqualTo(30);
    }

    @Test
    void aSumThatDoesNotFitStaysAtTheLargestAndIsCounted() {
        int position = table.findOrInsert(1, 0);
        table.addToSum(position, Long.MAX_VALUE);
        table.addToSum(position, 1);
        table.addToSum(position, 2);

        assertThat(table.sum(position)).isEqualTo(Long.MAX_VALUE);
        assertThat(table.count(position)).isEqualTo(3);
        assertThat(table.takeSaturated()).isEqualTo(2);
        assertThat(table.takeSaturated()).isZero();
    }

    /** Runs of one row, single events, values around every bucket's border and sums that do not fit. */
    @Test
    void manyLatenciesAddUpToWhatSingleOnesDo() {
        Random random = new Random(11);
        RowTable single = RowTable.ofAllFigures();
        for (int round = 0; round < 2_000; round++) {
            int size = random.nextInt(64);
            int rows = 1 + random.nextInt(3);
            int[] positions = new int[size + 2];
            long[] nanos = new long[size + 2];
            for (int i = 1; i <= size; i++) {
                int key = 1 + random.nextInt(rows);
                positions[i] = table.findOrInsert(key, 0);
                nanos[i] = random.nextLong() >>> (1 + random.nextInt(63));
                single.addToHistogram(single.findOrInsert(key, 0), nanos[i]);
            }
            table.addToHistograms(positions, nanos, 1, size + 1);
        }

        assertThat(table.takeSaturated()).isEqualTo(single.takeSaturated()).isPositive();
        assertThat(rowsOf(table)).isEqualTo(rowsOf(single)).hasSize(3);
    }

    private static List<List<Long>> rowsOf(RowTable table) {
        return IntStream.range(0, table.size())
                .map(table::position)
                .mapToObj(row -> LongStream.concat(
                                LongStream.of(
                                        table.key(row),
                                        table.count(row),
                                        table.sum(row),
                                        table.min(row),
                                        table.max(row)),
                                IntStream.range(0, Histogram.BUCKETS).mapToLong(bucket -> table.bucket(row, bucket)))
                        .boxed()
                        .toList())
                .toList();
    }

    @Test
    void isEmptyAfterClearing() {
        table.addToHistogram(table.findOrInsert(1, 0), 5000);
        table.clear();
        assertThat(table.size()).isZero();

        int position = table.findOrInsert(1, 0);
        assertThat(table.count(position)).isZero();
        assertThat(table.max(position)).isZero();
        assertThat(table.bucket(position, 1)).isZero();
    }
}
