package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Transforms of metrics of one group, one after the other. Thread-safe. */
final class PointTransforms {
    private record Step(Transform transform, Selection selection, PointOperations operations) {
        Step(Transform transform) {
            this(transform, new Selection(transform), new PointOperations(transform.operations()));
        }
    }

    private final List<Step> steps;

    /**
     * @param transforms valid
     */
    PointTransforms(List<Transform> transforms) {
        this.steps = transforms.stream().map(Step::new).toList();
    }

    /** The group after all transforms, unless it has become empty, and groups of their own that metrics were taken out to. */
    List<Group<Metric>> apply(Group<Metric> group, Tally tally) {
        List<Metric> metrics = group.records();
        List<Group<Metric>> result = new ArrayList<>();
        for (Step step : steps) {
            metrics = switch (Objects.requireNonNull(step.transform().action())) {
                case UPDATE -> updated(step, metrics, tally);
                case INSERT -> inserted(step, metrics, tally);
                case COMBINE -> combined(step, metrics, tally);
                case GROUP -> grouped(step, metrics, group, result);
            };
        }
        if (!metrics.isEmpty()) {
            result.addFirst(new Group<>(group.resource(), group.scope(), metrics));
        }
        return result;
    }

    /** As in the Collector, a metric one point of which has the labels is changed as a whole. */
    private static List<Metric> updated(Step step, List<Metric> metrics, Tally tally) {
        List<Metric> result = new ArrayList<>(metrics.size());
        for (Metric metric : metrics) {
            if (chosen(step.selection(), metric).isPresent()) {
                addUnlessEmpty(changed(step, metric, tally), result);
            } else {
                result.add(metric);
            }
        }
        return result;
    }

    private static List<Metric> inserted(Step step, List<Metric> metrics, Tally tally) {
        List<Metric> result = new ArrayList<>(metrics);
        for (Metric metric : metrics) {
            chosen(step.selection(), metric).ifPresent(copy -> {
                tally.inserted(copy.data().size());
                addUnlessEmpty(changed(step, copy, tally), result);
            });
        }
        return result;
    }

    private static List<Metric> combined(Step step, List<Metric> metrics, Tally tally) {
        List<Metric> result = new ArrayList<>(metrics.size());
        List<Metric> parts = taken(step.selection(), metrics, result);
        if (parts.isEmpty()) {
            return metrics;
        }
        if (!canBeCombined(parts)) {
            parts.forEach(_ -> tally.unconverted());
            return metrics;
        }
        List<Metric> labelled = parts.stream()
                .map(part -> part.with(part.data()
                        .withAttributes(LabelChange.adding(step.selection().labelsOf(part.name())))))
                .toList();
        Metric whole = Combined.of(labelled);
        Metric merged = PointOperations.merged(whole, step.transform().aggregationType(), tally);
        addUnlessEmpty(step.operations().apply(renamed(merged, step.transform().newName()), tally), result);
        return result;
    }

    /** Whether all say the same kind of thing, in the same unit, of the same labels. Quantiles have no sum. */
    private static boolean canBeCombined(List<Metric> parts) {
        Metric first = parts.getFirst();
        return !(first.data() instanceof Metric.Summary)
                && parts.stream()
                        .allMatch(part -> part.unit().equals(first.unit())
                                && Combined.isSameKind(part.data(), first.data())
                                && labels(part).equals(labels(first)));
    }

    private static Set<String> labels(Metric metric) {
        Set<String> names = new HashSet<>();
        metric.data().points().forEach(point -> point.attributes().forEach((name, _) -> names.add(name)));
        return names;
    }

    private static List<Metric> grouped(
            Step step, List<Metric> metrics, Group<Metric> group, List<Group<Metric>> groups) {
        List<Metric> rest = new ArrayList<>(metrics.size());
        List<Metric> taken = taken(step.selection(), metrics, rest);
        if (!taken.isEmpty()) {
            OtelResource resource = group.resource();
            groups.add(new Group<>(
                    resource.with(LabelChange.adding(step.transform().groupResourceLabels())
                            .apply(resource.attributes())),
                    group.scope(),
                    taken));
        }
        return rest;
    }

    /** Takes the points that are meant out; what is left goes to the rest. */
    private static List<Metric> taken(Selection selection, List<Metric> metrics, List<Metric> rest) {
        List<Metric> taken = new ArrayList<>();
        for (Metric metric : metrics) {
            Optional<Metric> chosen = chosen(selection, metric);
            chosen.ifPresent(taken::add);
            if (chosen.isEmpty()) {
                rest.add(metric);
            } else if (chosen.get().data().size() < metric.data().size()) {
                rest.add(metric.with(metric.data().filter(point -> !selection.includes(point.attributes()))));
            }
        }
        return taken;
    }

    /** The metric with those of its points that are meant, if it is meant and any of them is. */
    private static Optional<Metric> chosen(Selection selection, Metric metric) {
        if (!selection.includes(metric.name())) {
            return Optional.empty();
        }
        if (selection.includesAllPoints()) {
            return Optional.of(metric);
        }
        Metric.Data<?> chosen = metric.data().filter(point -> selection.includes(point.attributes()));
        return chosen.size() == 0 ? Optional.empty() : Optional.of(metric.with(chosen));
    }

    private static Metric changed(Step step, Metric metric, Tally tally) {
        Metric renamed = renamed(metric, step.selection().newName(metric.name()));
        return step.operations().apply(renamed, tally);
    }

    private static Metric renamed(Metric metric, String name) {
        return new Metric(name, metric.description(), metric.unit(), metric.metadata(), metric.data());
    }

    private static void addUnlessEmpty(Metric metric, List<Metric> result) {
        if (metric.data().size() > 0) {
            result.add(metric);
        }
    }
}
