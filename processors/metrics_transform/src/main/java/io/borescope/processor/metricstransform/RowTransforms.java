package io.borescope.processor.metricstransform;

import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.metric.MetricBatch;
import io.borescope.attributes.RowAttributes;
import io.borescope.attributes.RowSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Transforms of a metric in columns, one after the other. Thread-safe. */
final class RowTransforms {
    private record Step(Transform transform, Selection selection, RowOperations operations) {
        Step(Transform transform) {
            this(transform, new Selection(transform), new RowOperations(transform.operations()));
        }
    }

    private final BatchIds ids;
    private final List<Step> steps;

    /**
     * @param transforms valid
     */
    RowTransforms(BatchIds ids, List<Transform> transforms) {
        this.ids = ids;
        this.steps = transforms.stream().map(Step::new).toList();
    }

    /** The batch after all transforms, and copies that were made; without those that have no rows left. */
    List<MetricBatch> apply(MetricBatch batch, Tally tally) {
        List<MetricBatch> batches = List.of(batch);
        for (Step step : steps) {
            List<MetricBatch> changed = new ArrayList<>();
            batches.forEach(one -> apply(step, one, changed, tally));
            batches = changed.stream().filter(one -> one.size() > 0).toList();
        }
        return batches;
    }

    private void apply(Step step, MetricBatch batch, List<MetricBatch> result, Tally tally) {
        int[] chosen = chosen(step.selection(), batch);
        if (chosen.length == 0) {
            result.add(batch);
            return;
        }
        switch (Objects.requireNonNull(step.transform().action())) {
            case UPDATE -> result.add(changed(step, batch, tally));
            case INSERT -> {
                result.add(batch);
                // Answers for no events: the batch it is made of does.
                MetricBatch copy = RowSelection.of(batch, batch.id(), chosen).with(0, 0);
                result.add(changed(step, copy, tally));
            }
            case COMBINE -> {
                Map<String, String> labels =
                        step.selection().labelsOf(batch.descriptor().name());
                result.add(changed(step, RowOperations.labelled(batch, LabelChange.adding(labels)), tally));
            }
            case GROUP ->
                result.add(batch.with(about(batch.resource(), step.transform())).with(ids.next()));
        }
    }

    private static int[] chosen(Selection selection, MetricBatch batch) {
        if (!selection.includes(batch.descriptor().name())) {
            return new int[0];
        }
        RowAttributes attributes = new RowAttributes(batch);
        return IntStream.range(0, batch.size())
                .filter(row -> selection.includesAllPoints() || selection.includes(attributes.of(row)))
                .toArray();
    }

    private MetricBatch changed(Step step, MetricBatch batch, Tally tally) {
        String name = step.selection().newName(batch.descriptor().name());
        MetricBatch renamed = batch.with(batch.descriptor().named(name), batch.columns());
        return step.operations().apply(renamed, tally).with(ids.next());
    }

    private static Resource about(Resource resource, Transform transform) {
        Map<String, String> attributes = new TreeMap<>(resource.attributes());
        attributes.putAll(transform.groupResourceLabels());
        return Resource.of(attributes);
    }
}
