package io.borescope.exporter.prometheus;

import io.borescope.exporter.prometheus.SeriesStore.Family;
import io.borescope.exporter.prometheus.SeriesStore.Outcome;

/** Puts the figures of one export into the store, and counts those that it does not take. */
final class Sink {
    private final SeriesStore store;
    private final long nowNanos;
    private long rejected;
    private String reason = "";

    Sink(SeriesStore store, long nowNanos) {
        this.store = store;
        this.nowNanos = nowNanos;
    }

    /**
     * Takes a figure.
     *
     * @return whether the store took it
     */
    boolean put(Family family, Labels labels, Series figure, boolean adds, long epochNanos) {
        Outcome outcome = store.put(family, labels.text(), figure, adds, epochNanos, nowNanos);
        if (outcome == Outcome.TOO_MANY_SERIES) {
            reason = "there are max_series series already";
        } else if (outcome == Outcome.DOES_NOT_FIT) {
            reason = family.name() + " is another kind of metric elsewhere, or has too many buckets";
        }
        return outcome == Outcome.TAKEN;
    }

    /** Takes out a series that has ended. */
    void remove(Family family, Labels labels) {
        store.remove(family, labels.text());
    }

    /** Counts a row or data point that was not taken in full. */
    void reject(String why) {
        rejected++;
        reason = reason.isEmpty() ? why : reason;
    }

    long rejected() {
        return rejected;
    }

    /** Why the latest was not taken; empty if all were. */
    String reason() {
        return rejected == 0 ? "" : reason;
    }
}
