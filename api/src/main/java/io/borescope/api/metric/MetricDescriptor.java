package io.borescope.api.metric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a metric is: the shape that its batches share. It evolves by adding columns; an exporter ignores or refuses a column it does not
 * know by its own declared policy.
 *
 * @param name {@code syscall_read}; tables and metric types are called so
 * @param description a sentence
 * @param kind what the figures mean
 * @param unit of the observed value, in UCUM notation
 * @param temporality what a row covers
 * @param attributes the columns that rows are keyed by
 * @param values the columns with figures
 * @param bounds for histograms: bucket i holds values v with {@code bounds[i-1] <= v < bounds[i]}, the last bucket everything from
 *     {@code bounds[n-1]} on; empty for other kinds
 */
public record MetricDescriptor(
        String name,
        String description,
        MetricKind kind,
        String unit,
        Temporality temporality,
        List<ColumnSpec> attributes,
        List<ColumnSpec> values,
        List<Long> bounds) {
    /** Name of the column with the sum of observed values. */
    public static final String SUM = "sum";

    /** Name of the column with the number of observations. */
    public static final String COUNT = "count";

    /** Name of the column with the smallest observed value. */
    public static final String MIN = "min";

    /** Name of the column with the largest observed value. */
    public static final String MAX = "max";

    /** Name of the column with the bucket counts, not cumulative, one more than there are bounds. */
    public static final String HISTOGRAM = "histogram";

    /**
     * Name of the column with the time, wall time since the epoch, that a row's figures count from; in sums and histograms that are {@link
     * Temporality#CUMULATIVE}. 0 if nobody knows.
     */
    public static final String START_TIME = "start_time";

    public MetricDescriptor {
        attributes = List.copyOf(attributes);
        values = List.copyOf(values);
        bounds = List.copyOf(bounds);
        Set<String> names = new HashSet<>();
        for (ColumnSpec column : concat(attributes, values)) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(name + " has two columns called " + column.name());
            }
        }
    }

    /** The same by another name. */
    public MetricDescriptor named(String changed) {
        return new MetricDescriptor(changed, description, kind, unit, temporality, attributes, values, bounds);
    }

    /** The same with other columns. */
    public MetricDescriptor with(List<ColumnSpec> changedAttributes, List<ColumnSpec> changedValues) {
        return new MetricDescriptor(
                name, description, kind, unit, temporality, changedAttributes, changedValues, bounds);
    }

    /** Attributes, then values: the order of a batch's columns. */
    public List<ColumnSpec> columns() {
        return concat(attributes, values);
    }

    /** Position of a column in {@link #columns()}, if there is one of that name. */
    public Optional<Integer> indexOf(String column) {
        List<ColumnSpec> columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static List<ColumnSpec> concat(List<ColumnSpec> first, List<ColumnSpec> second) {
        List<ColumnSpec> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
