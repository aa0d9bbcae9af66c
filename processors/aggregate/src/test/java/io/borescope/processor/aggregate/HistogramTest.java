package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0",
        "999, 0",
        "1000, 1",
        "9999, 1",
        "10000, 2",
        "99999, 2",
        "100000, 3",
        "999999, 3",
        "1000000, 4",
        "999999999, 6",
        "1000000000, 7",
        "9999999999, 7",
        "10000000000, 8",
        "99999999999, 8",
        "100000000000, 9",
        "9223372036854775807, 9"
    })
    void aValueFallsIntoTheFirstBucketWhoseBoundIsAboveIt(long nanos, int bucket) {
        assertThat(Histogram.bucket(nanos)).isEqualTo(bucket);
    }

    @Test
    void agreesWithASearchThroughTheBoundsForAnyValue() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long nanos = random.nextLong() >>> (1 + random.nextInt(63));
            long bucket =
                    Histogram.BOUNDS.stream().filter(bound -> nanos >= bound).count();
            assertThat(Histogram.bucket(nanos)).as("%d", nanos).isEqualTo((int) bucket);
        }
    }
}
