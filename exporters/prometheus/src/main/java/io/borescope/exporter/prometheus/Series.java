package io.borescope.exporter.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of one set of labels of a metric. Guarded by its store. */
sealed interface Series {
    /** Takes what newer figures say instead of these. */
    void set(Series newer);

    /** Adds figures of a further span of time. */
    void add(Series further);

    /**
     * Writes its lines.
     *
     * @param name of the metric, as its lines begin
     */
    void write(String name, String labels, Lines lines);

    /** A number. */
    final class Figure implements Series {
        private Amount amount;

        Figure(Amount amount) {
            this.amount = amount;
        }

        @Override
        public void set(Series newer) {
            amount = ((Figure) newer).amount;
        }

        @Override
        public void add(Series further) {
            amount.add(((Figure) further).amount);
        }

        @Override
        public void write(String name, String labels, Lines lines) {
            lines.line(name, labels, amount.toString());
        }
    }

    /** Counts by bucket. */
    final class Distribution implements Series {
        private static final String INFINITE = "+Inf";

        private List<Double> bounds;
        private long[] counts;
        private Amount sum;

        /**
         * @param bounds ascending; bucket i holds values up to and including {@code bounds[i]}
         * @param counts not cumulative, one more than there are bounds
         */
        Distribution(List<Double> bounds, long[] counts, Amount sum) {
            this.bounds = bounds;
            this.counts = counts;
            this.sum = sum;
        }

        /** How many buckets have a bound. */
        int size() {
            return bounds.size();
        }

        boolean hasBoundsOf(Distribution other) {
            return bounds.equals(other.bounds);
        }

        @Override
        public void set(Series newer) {
            Distribution other = (Distribution) newer;
            bounds = other.bounds;
            counts = other.counts;
            sum = other.sum;
        }

        @Override
        public void add(Series further) {
            Distribution other = (Distribution) further;
            if (!hasBoundsOf(other)) {
                takeBoundsOf(other);
                other.takeBoundsOf(this);
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] += other.counts[i];
            }
            sum.add(other.sum);
        }

        /** Has the bounds of both from now on. What was counted below a bound stays there, although some of it may lie below a new one. */
        private void takeBoundsOf(Distribution other) {
            TreeMap<Double, Long> merged = new TreeMap<>();
            for (int i = 0; i < bounds.size(); i++) {
                merged.put(bounds.get(i), counts[i]);
            }
            other.bounds.forEach(bound -> merged.putIfAbsent(bound, 0L));
            long beyond = counts[bounds.size()];
            bounds = new ArrayList<>(merged.keySet());
            counts = new long[bounds.size() + 1];
            int i = 0;
            for (long count : merged.values()) {
                counts[i++] = count;
            }
            counts[i] = beyond;
        }

        @Override
        public void write(String name, String labels, Lines lines) {
            long below = 0;
            for (int i = 0; i < counts.length; i++) {
                below += counts[i];
                String bound = i < bounds.size() ? lines.bound(bounds.get(i)) : INFINITE;
                lines.line(name + "_bucket", with(labels, "le", bound), Long.toString(below));
            }
            lines.line(name + "_sum", labels, sum.toString());
            lines.line(name + "_count", labels, Long.toString(below));
        }
    }

    /** Quantiles that somebody else computed. */
    final class Quantiles implements Series {
        private Map<Double, Double> values;
        private long count;
        private Amount sum;

        /**
         * @param values by quantile
         */
        Quantiles(Map<Double, Double> values, long count, Amount sum) {
            this.values = values;
            this.count = count;
            this.sum = sum;
        }

        @Override
        public void set(Series newer) {
            Quantiles other = (Quantiles) newer;
            values = other.values;
            count = other.count;
            sum = other.sum;
        }

        @Override
        public void add(Series further) {
            set(further); // quantiles do not add up, and summaries are always cumulative
        }

        @Override
        public void write(String name, String labels, Lines lines) {
            values.forEach((quantile, value) ->
                    lines.line(name, with(labels, "quantile", lines.bound(quantile)), Amount.text(value)));
            lines.line(name + "_sum", labels, sum.toString());
            lines.line(name + "_count", labels, Long.toString(count));
        }
    }

    private static String with(String labels, String name, String value) {
        return (labels.isEmpty() ? "" : labels + ",") + name + "=\"" + value + "\"";
    }
}
