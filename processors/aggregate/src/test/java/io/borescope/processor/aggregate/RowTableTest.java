package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final RowTable table = new RowTable();

    private record Key(long key, long key2) {}

    @Test
    void keepsRowsApartByBothKeysWhileItGrows() {
        Random random = new Random(3);
        Map<Key, Long> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Key key = new Key(1 + random.nextInt(100), random.nextInt(50));
            long value = random.nextInt(1000);
            table.addToSum(table.findOrInsert(key.key, key.key2, NO_LIMIT), value);
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
    void refusesANewKeyAtTheLimitButStillFindsOldOnes() {
        int first = table.findOrInsert(1, 0, 2);
        table.findOrInsert(2, 0, 2);

        assertThat(table.findOrInsert(3, 0, 2)).isEqualTo(RowTable.FULL);
        assertThat(table.findOrInsert(1, 0, 2)).isEqualTo(first);
    }

    @Test
    void aGaugeKeepsSumCountSmallestAndLargest() {
        int position = table.findOrInsert(1, 0, NO_LIMIT);
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
        int position = table.findOrInsert(1, 0, NO_LIMIT);
        table.addToSum(position, Long.MAX_VALUE);
        table.addToSum(position, 1);
        table.addToSum(position, 2);

        assertThat(table.sum(position)).isEqualTo(Long.MAX_VALUE);
        assertThat(table.count(position)).isEqualTo(3);
        assertThat(table.takeSaturated()).isEqualTo(2);
        assertThat(table.takeSaturated()).isZero();
    }

    @Test
    void isEmptyAfterClearing() {
        table.addToHistogram(table.findOrInsert(1, 0, NO_LIMIT), 5000);
        table.clear();
        assertThat(table.size()).isZero();

        int position = table.findOrInsert(1, 0, NO_LIMIT);
        assertThat(table.count(position)).isZero();
        assertThat(table.max(position)).isZero();
        assertThat(table.bucket(position, 1)).isZero();
    }
}
