package io.borescope.exporter.prometheus;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All series, by metric and labels. As many as it is told, and none longer than it is told after its last figure. Thread-safe.
 */
final class SeriesStore {
    private static final int MOST_BUCKETS = 1_024;

    /**
     * A metric.
     *
     * @param name that its lines begin with
     */
    record Family(String name, Kind kind, String help) {}

    /** What came of a figure. */
    enum Outcome {
        TAKEN,
        /** There are as many series as there may be. */
        TOO_MANY_SERIES,
        /** A metric of that name is of another kind, or has too many buckets. */
        DOES_NOT_FIT
    }

    private static final class Entry {
        private final Series series;
        private long updatedNanos;
        private long epochNanos;

        Entry(Series series) {
            this.series = series;
        }
    }

    private static final class Shown {
        private final Family family;
        private final Map<String, Entry> entries = new LinkedHashMap<>();

        Shown(Family family) {
            this.family = family;
        }
    }

    private final int maxSeries;
    private final long expirationNanos;
    private final Map<String, Shown> metrics = new TreeMap<>();
    private int size;

    SeriesStore(int maxSeries, Duration expiration) {
        this.maxSeries = maxSeries;
        this.expirationNanos = expiration.toNanos();
    }

    /** How many series there are. */
    synchronized int size() {
        return size;
    }

    /**
     * Takes a figure.
     *
     * @param adds whether it adds to what was before, or replaces it
     * @param epochNanos when it was measured
     * @param nowNanos monotonic time
     */
    synchronized Outcome put(
            Family family, String labels, Series figure, boolean adds, long epochNanos, long nowNanos) {
        Shown shown = metrics.get(family.name());
        boolean fits = shown == null || shown.family.kind() == family.kind();
        if (!fits || hasTooManyBuckets(figure)) {
            return Outcome.DOES_NOT_FIT;
        }
        Entry entry = shown == null ? null : shown.entries.get(labels);
        if (entry == null) {
            if (size >= maxSeries) {
                return Outcome.TOO_MANY_SERIES;
            }
            entry = new Entry(figure);
            metrics.computeIfAbsent(family.name(), _ -> new Shown(family))
                    .entries
                    .put(labels, entry);
            size++;
        } else if (adds && !growsTooLarge(entry.series, figure)) {
            entry.series.add(figure);
        } else {
            entry.series.set(figure);
        }
        entry.updatedNanos = nowNanos;
        entry.epochNanos = epochNanos;
        return Outcome.TAKEN;
    }

    private static boolean hasTooManyBuckets(Series figure) {
        return figure instanceof Series.Distribution distribution && distribution.size() > MOST_BUCKETS;
    }

    /** Distributions whose bounds change have those of all; at some point it is better to begin anew, like after a restart. */
    private static boolean growsTooLarge(Series series, Series further) {
        return series instanceof Series.Distribution has
                && further instanceof Series.Distribution more
                && !has.hasBoundsOf(more)
                && has.size() + more.size() > MOST_BUCKETS;
    }

    /** Takes a series out that somebody said has ended. */
    synchronized void remove(Family family, String labels) {
        Shown shown = metrics.get(family.name());
        if (shown != null && shown.entries.remove(labels) != null) {
            size--;
        }
    }

    /** Takes out what has had no figures for long. */
    synchronized void expire(long nowNanos) {
        for (Shown shown : metrics.values()) {
            shown.entries.values().removeIf(entry -> nowNanos - entry.updatedNanos > expirationNanos);
        }
        metrics.values().removeIf(shown -> shown.entries.isEmpty());
        size = metrics.values().stream().mapToInt(shown -> shown.entries.size()).sum();
    }

    /** Writes everything, in the order of names. */
    synchronized void write(Lines lines) {
        for (Shown shown : metrics.values()) {
            if (shown.entries.isEmpty()) {
                continue;
            }
            Family family = shown.family;
            lines.metric(family.name(), family.kind(), family.help());
            shown.entries.forEach((labels, entry) -> {
                lines.at(entry.epochNanos);
                entry.series.write(family.name(), labels, lines);
            });
        }
    }
}
