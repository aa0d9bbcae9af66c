package io.borescope.api.telemetry;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One value of a {@link FigureFamily}, told from its siblings by labels. Immutable. */
public sealed interface Figure {
    /** By name, sorted; without those that are empty. */
    SortedMap<String, String> labels();

    /** An integer. */
    record Whole(SortedMap<String, String> labels, long value) implements Figure {
        public Whole {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    /** A number with decimals. */
    record Real(SortedMap<String, String> labels, double value) implements Figure {
        public Real {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    /**
     * A histogram.
     *
     * @param bounds inclusive upper bounds, ascending
     * @param counts observations of each bucket, not cumulative; one more than bounds
     * @param sum of all observations
     */
    record Distribution(SortedMap<String, String> labels, List<Double> bounds, List<Long> counts, double sum)
            implements Figure {
        public Distribution {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }

        /** How many observations there were. */
        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }
}
