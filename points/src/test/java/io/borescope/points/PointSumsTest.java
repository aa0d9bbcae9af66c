package io.borescope.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Exponential.Side;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointSumsTest {
    private static final Head HEAD = new Head(Attributes.EMPTY, 1, 2, 0);

    private static Buckets buckets(List<Double> bounds, List<Long> counts) {
        return new Buckets(
                HEAD,
                counts.stream().mapToLong(Long::longValue).sum(),
                OptionalDouble.of(5),
                OptionalDouble.empty(),
                OptionalDouble.of(3),
                counts,
                bounds,
                List.of());
    }

    private static Exponential exponential(int scale, double threshold, long zeros, Side positive, Side negative) {
        long count = zeros + total(positive) + total(negative);
        return new Exponential(
                HEAD,
                count,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                scale,
                zeros,
                threshold,
                positive,
                negative,
                List.of());
    }

    private static long total(Side side) {
        return side.counts().stream().mapToLong(Long::longValue).sum();
    }

    /** Where values above 0 lie, counted one by one: the bucket of v ends at the first power of the base that is not below v. */
    private static Side sideOf(List<Double> values, int scale) {
        List<Integer> indices = values.stream()
                .map(value -> (int) Math.ceil(Math.log(value) / Math.log(2) * Math.scalb(1.0, scale)) - 1)
                .sorted()
                .toList();
        if (indices.isEmpty()) {
            return Side.EMPTY;
        }
        List<Long> counts = new ArrayList<>(Collections.nCopies(indices.getLast() - indices.getFirst() + 1, 0L));
        indices.forEach(index -> counts.set(index - indices.getFirst(), counts.get(index - indices.getFirst()) + 1));
        return new Side(indices.getFirst(), counts);
    }

    @Test
    void addsNumbersWithoutLosingThem() {
        assertThat(PointSums.add(Value.of(2), Value.of(3))).isEqualTo(Value.of(5));
        assertThat(PointSums.add(Value.of(2), Value.of(0.5))).isEqualTo(Value.of(2.5));
        assertThat(PointSums.add(Value.Empty.EMPTY, Value.of(3))).isEqualTo(Value.of(3));
        assertThat(PointSums.add(Value.of(Long.MAX_VALUE), Value.of(1))).isEqualTo(Value.of(0x1p63));
    }

    @Test
    void addsBucketsAndSaysOnlyWhatBothSay() {
        Buckets sum = PointSums.add(
                HEAD,
                buckets(List.of(1.0, 2.0), List.of(1L, 2L, 3L)),
                buckets(List.of(1.0, 2.0), List.of(10L, 20L, 30L)));
        assertThat(sum.counts()).containsExactly(11L, 22L, 33L);
        assertThat(sum.count()).isEqualTo(66);
        assertThat(sum.sum()).hasValue(10);
        assertThat(sum.min()).isEmpty();
        assertThat(sum.max()).hasValue(3);
    }

    @Test
    void doesNotAddDifferentBuckets() {
        assertThatThrownBy(() -> PointSums.add(
                        HEAD, buckets(List.of(1.0), List.of(1L, 2L)), buckets(List.of(2.0), List.of(1L, 2L))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Against a histogram of all values at the scale of the sum. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void addsExponentialBucketsAsIfAllValuesHadBeenCountedTogether(long seed) {
        Random random = new Random(seed);
        List<Double> ones = random.doubles(200, -4, 4).map(Math::exp).boxed().toList();
        List<Double> others = random.doubles(300, -2, 6).map(Math::exp).boxed().toList();
        int scale = random.nextInt(-2, 8);
        Exponential sum = PointSums.add(
                HEAD,
                exponential(scale, 0, 3, sideOf(ones, scale), Side.EMPTY),
                exponential(3, 0, 4, sideOf(others, 3), Side.EMPTY));
        List<Double> all = new ArrayList<>(ones);
        all.addAll(others);

        assertThat(sum.positive()).isEqualTo(sideOf(all, sum.scale()));
        assertThat(sum.positive().counts()).hasSizeLessThanOrEqualTo(160);
        assertThat(sum.zeroCount()).isEqualTo(7);
        assertThat(sum.count()).isEqualTo(507);
    }

    @Test
    void widensTheZeroBucketToTheEndOfTheBucketThatItWouldCut() {
        // buckets of scale 0: (1, 2], (2, 4], (4, 8]
        Exponential fine = exponential(0, 0, 1, new Side(0, List.of(10L, 20L, 30L)), new Side(0, List.of(5L)));
        Exponential coarse = exponential(0, 3, 2, new Side(2, List.of(7L)), Side.EMPTY);
        Exponential sum = PointSums.add(HEAD, fine, coarse);

        assertThat(sum.zeroThreshold()).isCloseTo(4, within(1e-12));
        assertThat(sum.zeroCount()).isEqualTo(1 + 2 + 10 + 20 + 5);
        assertThat(sum.positive()).isEqualTo(new Side(2, List.of(37L)));
        assertThat(sum.negative()).isEqualTo(Side.EMPTY);
        assertThat(sum.count()).isEqualTo(75);
    }

    @Test
    void bucketsFarApartTakeNoMemory() {
        Exponential small = exponential(20, 0, 0, new Side(Integer.MIN_VALUE, List.of(1L)), Side.EMPTY);
        Exponential large = exponential(20, 0, 0, new Side(Integer.MAX_VALUE - 1, List.of(0L, 1L)), Side.EMPTY);
        Exponential sum = PointSums.add(HEAD, small, large);
        assertThat(sum.positive().counts()).hasSizeLessThanOrEqualTo(160);
        assertThat(total(sum.positive())).isEqualTo(2);

        Exponential extreme = exponential(Integer.MAX_VALUE, 0, 0, new Side(5, List.of(1L)), Side.EMPTY);
        Exponential other = exponential(Integer.MIN_VALUE, 0, 0, new Side(0, List.of(1L)), Side.EMPTY);
        assertThat(PointSums.add(HEAD, extreme, other).positive()).isEqualTo(new Side(0, List.of(2L)));
    }
}
