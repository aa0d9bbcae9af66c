package io.borescope.processor.metricstransform;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.otel.Attributes;
import io.borescope.attributes.RowAttributes;
import io.borescope.attributes.RowSelection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Operations on rows in columns, one after the other. Thread-safe. */
final class RowOperations {
    /** What says how a row's figures came to be, which their sum must say, too. */
    private static final Set<String> ABOUT_FIGURES = Set.of("sampling_mode", "sampling_rate");

    private interface Change {
        MetricBatch apply(MetricBatch batch, Tally tally);
    }

    private final List<Change> changes;

    /**
     * @param operations valid
     */
    RowOperations(List<Operation> operations) {
        this.changes = operations.stream().map(RowOperations::change).toList();
    }

    /** The batch after all of them, with the identity that it had; it may have no rows left. */
    MetricBatch apply(MetricBatch batch, Tally tally) {
        MetricBatch changed = batch;
        for (Change change : changes) {
            changed = change.apply(changed, tally);
        }
        return changed;
    }

    private static Change change(Operation operation) {
        String label = operation.label();
        return switch (Objects.requireNonNull(operation.action())) {
            case ADD_LABEL ->
                (batch, _) -> labelled(batch, LabelChange.adding(operation.newLabel(), operation.newValue()));
            case UPDATE_LABEL -> (batch, _) -> renamed(batch, label, operation.newLabel(), operation.newValues());
            case DELETE_LABEL_VALUE -> (batch, tally) -> deleted(batch, label, operation.labelValue(), tally);
            case AGGREGATE_LABELS ->
                (batch, tally) ->
                        merged(batch, keeping(batch, operation.labelSet()), operation.aggregationType(), tally);
            case AGGREGATE_LABEL_VALUES ->
                (batch, tally) -> merged(
                        batch,
                        labelled(
                                batch,
                                LabelChange.replacing(label, operation.aggregatedValues(), operation.newValue())),
                        operation.aggregationType(),
                        tally);
            case TOGGLE_SCALAR_DATA_TYPE -> (batch, _) -> batch; // columns have one type for all rows
            case EXPERIMENTAL_SCALE_VALUE -> {
                Factor factor = Factor.of(Objects.requireNonNull(operation.experimentalScale()));
                yield (batch, tally) -> orAsItIs(RowScale.scaled(batch, factor), batch, tally);
            }
            case CONVERT_UNIT -> (batch, tally) -> orAsItIs(RowScale.converted(batch, operation.unit()), batch, tally);
        };
    }

    private static MetricBatch orAsItIs(Optional<MetricBatch> changed, MetricBatch batch, Tally tally) {
        if (changed.isEmpty()) {
            tally.unconverted();
        }
        return changed.orElse(batch);
    }

    static MetricBatch labelled(MetricBatch batch, UnaryOperator<Attributes> change) {
        RowAttributes rows = new RowAttributes(batch);
        return rows.with(
                batch.id(),
                IntStream.range(0, batch.size())
                        .mapToObj(row -> change.apply(rows.of(row)))
                        .toList());
    }

    /** A column is renamed as a whole, unless there is one of its new name. */
    private static MetricBatch renamed(
            MetricBatch batch, String label, String newLabel, Map<String, String> newValues) {
        MetricDescriptor descriptor = batch.descriptor();
        boolean isColumn = descriptor.attributes().stream().anyMatch(spec -> isLabel(spec, label));
        if (!isColumn) {
            return labelled(batch, LabelChange.renaming(label, newLabel, newValues));
        }
        MetricBatch changed = newValues.isEmpty() ? batch : labelled(batch, LabelChange.renaming(label, "", newValues));
        if (newLabel.isEmpty() || descriptor.indexOf(newLabel).isPresent()) {
            return changed;
        }
        List<ColumnSpec> specs = changed.descriptor().attributes().stream()
                .map(spec -> isLabel(spec, label) ? new ColumnSpec(newLabel, spec.type(), spec.unit()) : spec)
                .toList();
        return changed.with(changed.descriptor().with(specs, descriptor.values()), changed.columns());
    }

    private static boolean isLabel(ColumnSpec spec, String label) {
        return spec.name().equals(label) && spec.type() != ColumnType.MAP;
    }

    private static MetricBatch deleted(MetricBatch batch, String label, String value, Tally tally) {
        RowAttributes attributes = new RowAttributes(batch);
        int[] kept = IntStream.range(0, batch.size())
                .filter(row -> !attributes.of(row).text(label).equals(Optional.of(value)))
                .toArray();
        if (kept.length == batch.size()) {
            return batch;
        }
        MetricBatch left = RowSelection.of(batch, batch.id(), kept);
        tally.deleted(batch.eventCount() - left.eventCount());
        return left;
    }

    /** Without the columns that are not in the set, and what maps have beside it. */
    private static MetricBatch keeping(MetricBatch batch, List<String> labels) {
        List<ColumnSpec> specs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<ColumnSpec> all = batch.descriptor().attributes();
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i).name();
            Column column = batch.columns().get(i);
            if (column instanceof MapColumn maps) {
                specs.add(all.get(i));
                columns.add(keeping(maps, labels));
            } else if (labels.contains(name) || ABOUT_FIGURES.contains(name)) {
                specs.add(all.get(i));
                columns.add(column);
            }
        }
        columns.addAll(batch.columns().subList(all.size(), batch.columns().size()));
        return batch.with(batch.descriptor().with(specs, batch.descriptor().values()), columns);
    }

    private static MapColumn keeping(MapColumn maps, List<String> labels) {
        return new MapColumn(IntStream.range(0, maps.size())
                .mapToObj(row -> {
                    Map<String, String> kept = new HashMap<>(maps.get(row));
                    kept.keySet().retainAll(labels);
                    return kept;
                })
                .toList());
    }

    private static MetricBatch merged(MetricBatch batch, MetricBatch labelled, Aggregation aggregation, Tally tally) {
        return orAsItIs(RowMerge.merged(labelled, aggregation), batch, tally);
    }
}
