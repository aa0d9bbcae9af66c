package io.borescope.processor.aggregate;

import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import java.util.List;

/** What the CPUs did for one process in one window. */
final class CpuUtilization {
    /** Columns in the order of {@link #integers} and {@link #percentages}. */
    static final List<ColumnSpec> VALUES = List.of(
            ColumnSpec.integer("total_on_cpu_ns", "ns"),
            ColumnSpec.integer("event_count", "1"),
            ColumnSpec.integer("active_cores", "1"),
            ColumnSpec.integer("system_cores", "1"),
            ColumnSpec.integer("max_core_on_cpu_ns", "ns"),
            ColumnSpec.integer("max_core_id", "1"),
            new ColumnSpec("mean_core_pct", ColumnType.DOUBLE, "%"),
            new ColumnSpec("min_core_pct", ColumnType.DOUBLE, "%"),
            new ColumnSpec("max_core_pct", ColumnType.DOUBLE, "%"),
            new ColumnSpec("mean_system_pct", ColumnType.DOUBLE, "%"));

    static final int INTEGERS = 6;

    private final long key;
    private final long windowNanos;
    private long total;
    private long events;
    private long activeCores;
    private long withinWindow;
    private long most;
    private long mostWithinWindow;
    private long leastWithinWindow = Long.MAX_VALUE;
    private long mostOn;

    /**
     * @param key of the row, without a CPU
     * @param windowNanos length of the window
     */
    CpuUtilization(long key, long windowNanos) {
        this.key = key;
        this.windowNanos = windowNanos;
    }

    long key() {
        return key;
    }

    /**
     * Adds a CPU, each once. One that was charged for more than the window counts as busy all the time: the scheduler's account may run
     * ahead of the clock by a tick.
     *
     * @param nanos what the process used of it
     * @param charges in how many pieces
     */
    void add(long cpu, long nanos, long charges) {
        total = nanos > Long.MAX_VALUE - total ? Long.MAX_VALUE : total + nanos;
        events += charges;
        if (nanos == 0) {
            return;
        }
        activeCores++;
        long within = Math.min(nanos, windowNanos);
        withinWindow += within;
        leastWithinWindow = Math.min(leastWithinWindow, within);
        mostWithinWindow = Math.max(mostWithinWindow, within);
        if (nanos > most || (nanos == most && cpu < mostOn)) {
            most = nanos;
            mostOn = cpu;
        }
    }

    /** The first columns. */
    long[] integers(int onlineCores) {
        return new long[] {total, events, activeCores, Math.max(onlineCores, activeCores), most, mostOn};
    }

    /** The other columns. */
    double[] percentages(int onlineCores) {
        if (activeCores == 0 || windowNanos == 0) {
            return new double[4];
        }
        double min = percent((double) leastWithinWindow);
        double max = percent((double) mostWithinWindow);
        double mean = Math.clamp(percent((double) withinWindow / activeCores), min, max);
        return new double[] {mean, min, max, percent((double) withinWindow / Math.max(onlineCores, activeCores))};
    }

    private double percent(double nanos) {
        return nanos * 100 / windowNanos;
    }
}
