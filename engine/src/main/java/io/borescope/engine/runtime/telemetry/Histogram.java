package io.borescope.engine.runtime.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Observations in buckets. Thread-safe; observing allocates nothing. */
public final class Histogram {
    /** Durations, in nanoseconds; shown in seconds. */
    private static final List<Double> SECONDS =
            List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

    /** Records in an export. */
    private static final List<Double> SIZES = List.of(
            1.0, 10.0, 100.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0, 25_000.0, 50_000.0, 100_000.0, 250_000.0);

    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Double> bounds;
    private final double unit;
    private final long[] limits;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /**
     * @param unit what is observed is this much smaller than what is shown
     */
    private Histogram(List<Double> bounds, double unit) {
        this.bounds = bounds;
        this.unit = unit;
        this.limits =
                bounds.stream().mapToLong(bound -> Math.round(bound * unit)).toArray();
        this.counts = new LongAdder[limits.length + 1];
        Arrays.setAll(counts, _ -> new LongAdder());
    }

    /** One that observes nanoseconds and shows seconds. */
    public static Histogram ofDurations() {
        return new Histogram(SECONDS, NANOS_PER_SECOND);
    }

    /** One for numbers of records. */
    public static Histogram ofSizes() {
        return new Histogram(SIZES, 1);
    }

    /** Counts an observation. */
    public void observe(long value) {
        int bucket = 0;
        while (bucket < limits.length && value > limits[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(value);
    }

    /** Inclusive upper bounds, ascending. */
    public List<Double> bounds() {
        return bounds;
    }

    /** Observations by bucket; one more than bounds. */
    public List<Long> counts() {
        List<Long> now = new ArrayList<>(counts.length);
        for (LongAdder count : counts) {
            now.add(count.sum());
        }
        return now;
    }

    /** Of all observations. */
    public double sum() {
        return sum.sum() / unit;
    }
}
