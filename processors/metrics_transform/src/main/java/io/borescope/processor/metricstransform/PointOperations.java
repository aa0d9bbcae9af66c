package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Value;
import io.borescope.processor.metricstransform.Unit.Ratio;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Operations on the data points of a metric, one after the other. Thread-safe. */
final class PointOperations {
    private interface Change {
        Metric apply(Metric metric, Tally tally);
    }

    private final List<Change> changes;

    /**
     * @param operations valid
     */
    PointOperations(List<Operation> operations) {
        this.changes = operations.stream().map(PointOperations::change).toList();
    }

    /** The metric after all of them; it may have no points left. */
    Metric apply(Metric metric, Tally tally) {
        Metric changed = metric;
        for (Change change : changes) {
            changed = change.apply(changed, tally);
        }
        return changed;
    }

    private static Change change(Operation operation) {
        String label = operation.label();
        return switch (Objects.requireNonNull(operation.action())) {
            case ADD_LABEL -> labels(LabelChange.adding(operation.newLabel(), operation.newValue()));
            case UPDATE_LABEL -> labels(LabelChange.renaming(label, operation.newLabel(), operation.newValues()));
            case DELETE_LABEL_VALUE -> (metric, tally) -> deleted(metric, label, operation.labelValue(), tally);
            case AGGREGATE_LABELS -> aggregated(LabelChange.keeping(operation.labelSet()), operation.aggregationType());
            case AGGREGATE_LABEL_VALUES ->
                aggregated(
                        LabelChange.replacing(label, operation.aggregatedValues(), operation.newValue()),
                        operation.aggregationType());
            case TOGGLE_SCALAR_DATA_TYPE -> (metric, _) -> metric.with(toggled(metric.data()));
            case EXPERIMENTAL_SCALE_VALUE -> scaled(operation);
            case CONVERT_UNIT -> (metric, tally) -> converted(metric, operation.unit(), tally);
        };
    }

    private static Change labels(UnaryOperator<Attributes> change) {
        return (metric, _) -> metric.with(metric.data().withAttributes(change));
    }

    private static Metric deleted(Metric metric, String label, String value, Tally tally) {
        Metric.Data<?> kept =
                metric.data().filter(point -> !point.attributes().text(label).equals(Optional.of(value)));
        tally.deleted((long) metric.data().size() - kept.size());
        return metric.with(kept);
    }

    private static Change aggregated(UnaryOperator<Attributes> change, Aggregation aggregation) {
        return (metric, tally) -> merged(metric.with(metric.data().withAttributes(change)), aggregation, tally);
    }

    /** The metric with one point of those that are the same. Quantiles have no sum, so a summary has several then. */
    static Metric merged(Metric metric, Aggregation aggregation, Tally tally) {
        Metric.Data<?> merged = PointMerge.merged(metric.data(), aggregation);
        tally.merged(metric.data().size(), merged.size());
        return metric.with(merged);
    }

    private static Metric.Data<?> toggled(Metric.Data<?> data) {
        return switch (data) {
            case Metric.Gauge gauge -> gauge.with(toggled(gauge.points()));
            case Metric.Sum sum -> sum.with(toggled(sum.points()));
            default -> data;
        };
    }

    private static List<Figure> toggled(List<Figure> points) {
        return points.stream()
                .map(point -> new Figure(point.head(), toggled(point.value()), point.exemplars()))
                .toList();
    }

    private static Value toggled(Value value) {
        return switch (value) {
            case Value.Int(long integer) -> Value.of((double) integer);
            case Value.Real(double real) -> Value.of((long) real);
            default -> value;
        };
    }

    private static Change scaled(Operation operation) {
        Factor factor = Factor.of(Objects.requireNonNull(operation.experimentalScale()));
        return (metric, tally) -> scaled(metric, factor, metric.unit(), tally);
    }

    private static Metric scaled(Metric metric, Factor factor, String unit, Tally tally) {
        Optional<Metric.Data<?>> scaled = new PointScale(factor).of(metric.data());
        if (scaled.isEmpty()) {
            tally.unconverted();
            return metric;
        }
        return new Metric(metric.name(), metric.description(), unit, metric.metadata(), scaled.get());
    }

    private static Metric converted(Metric metric, String unit, Tally tally) {
        Optional<Ratio> ratio = Unit.conversion(metric.unit(), unit);
        if (ratio.isEmpty()) {
            tally.unconverted();
            return metric;
        }
        return scaled(metric, Factor.of(ratio.get()), unit, tally);
    }
}
