package io.borescope.processor.metricstransform;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Multiplies figures in columns. Those of windows are whole numbers, and so are the bounds of their buckets, so only whole factors are for them;
 * columns of a snapshot become decimals where they must.
 */
final class RowScale {
    /** Columns of a window that have its unit. */
    private static final Set<String> OBSERVED =
            Set.of(MetricDescriptor.SUM, MetricDescriptor.MIN, MetricDescriptor.MAX);

    private RowScale() {}

    /** All figures multiplied; empty if they cannot be. */
    static Optional<MetricBatch> scaled(MetricBatch batch, Factor factor) {
        return scaled(batch, batch.descriptor().unit(), spec -> Optional.of(factor), ColumnSpec::unit);
    }

    /** Figures in a unit that can be said in another one in that unit; empty if none is, or they cannot be. */
    static Optional<MetricBatch> converted(MetricBatch batch, String unit) {
        return scaled(batch, unit, spec -> Unit.conversion(spec.unit(), unit).map(Factor::of), _ -> unit);
    }

    private static Optional<MetricBatch> scaled(
            MetricBatch batch,
            String unit,
            Function<ColumnSpec, Optional<Factor>> factorOf,
            Function<ColumnSpec, String> unitOf) {
        MetricDescriptor descriptor = batch.descriptor();
        boolean isSnapshot = descriptor.kind() == MetricKind.SNAPSHOT;
        List<ColumnSpec> specs = new ArrayList<>(descriptor.values());
        List<Column> columns = new ArrayList<>(batch.columns());
        List<Long> bounds = descriptor.bounds();
        boolean any = false;
        for (int i = 0; i < specs.size(); i++) {
            ColumnSpec spec = specs.get(i);
            Optional<Factor> factor =
                    isSnapshot || OBSERVED.contains(spec.name()) ? factorOf.apply(spec) : Optional.empty();
            int at = descriptor.attributes().size() + i;
            if (factor.isEmpty() || !isNumeric(spec.type())) {
                continue;
            }
            Optional<Column> scaled = scaled(columns.get(at), factor.get(), isSnapshot);
            Optional<List<Long>> scaledBounds = spec.name().equals(MetricDescriptor.SUM)
                    ? scaled(descriptor.bounds(), factor.get())
                    : Optional.of(bounds);
            if (scaled.isEmpty() || scaledBounds.isEmpty()) {
                return Optional.empty();
            }
            bounds = scaledBounds.get();
            columns.set(at, scaled.get());
            specs.set(i, new ColumnSpec(spec.name(), scaled.get().type(), unitOf.apply(spec)));
            any = true;
        }
        String newUnit = isSnapshot && Unit.conversion(descriptor.unit(), unit).isEmpty() ? descriptor.unit() : unit;
        return any ? Optional.of(batch.with(measured(descriptor, newUnit, specs, bounds), columns)) : Optional.empty();
    }

    private static boolean isNumeric(ColumnType type) {
        return type == ColumnType.LONG || type == ColumnType.DOUBLE;
    }

    private static Optional<Column> scaled(Column column, Factor factor, boolean mayBecomeDecimal) {
        if (column instanceof DoubleColumn doubles) {
            return Optional.of(doubles(doubles.size(), row -> factor.times(doubles.get(row))));
        }
        LongColumn longs = (LongColumn) column;
        if (factor.isWhole() && !factor.isNegative()) {
            try {
                return Optional.of(new LongColumn(IntStream.range(0, longs.size())
                        .mapToLong(row -> factor.timesExact(longs.get(row)))
                        .toArray()));
            } catch (ArithmeticException tooLarge) {
                return Optional.empty();
            }
        }
        return mayBecomeDecimal
                ? Optional.of(doubles(longs.size(), row -> factor.times((double) longs.get(row))))
                : Optional.empty();
    }

    private static Column doubles(int rows, IntToDoubleFunction value) {
        return new DoubleColumn(IntStream.range(0, rows).mapToDouble(value).toArray());
    }

    private static Optional<List<Long>> scaled(List<Long> bounds, Factor factor) {
        try {
            return Optional.of(bounds.stream().map(factor::timesExact).toList());
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }

    private static MetricDescriptor measured(
            MetricDescriptor old, String unit, List<ColumnSpec> values, List<Long> bounds) {
        return new MetricDescriptor(
                old.name(), old.description(), old.kind(), unit, old.temporality(), old.attributes(), values, bounds);
    }
}
