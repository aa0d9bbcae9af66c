package io.borescope.receiver.processsnapshots;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;

/** What users write under {@code metrics}. */
public record MetricSelection(
        @Doc("Metrics to make. Left out: all.") List<String> include,
        @Doc("Metrics not to make, of those included.") List<String> exclude)
        implements ComponentConfig {

    static final MetricSelection EVERYTHING = new MetricSelection(List.of(), List.of());

    public MetricSelection {
        include = List.copyOf(requireNonNullElse(include, List.of()));
        exclude = List.copyOf(requireNonNullElse(exclude, List.of()));
    }

    @Override
    public void validate(Problems problems) {
        checkNames(problems, "include", include);
        checkNames(problems, "exclude", exclude);
        if (SnapshotMetric.selectedBy(this).findAny().isEmpty()) {
            problems.add("exclude", "leaves no metric. Remove a name, or the receiver.");
        }
    }

    private static void checkNames(Problems problems, String key, List<String> names) {
        List<String> known = SnapshotMetric.labels();
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                problems.add(
                        key + "[" + i + "]",
                        "\"%s\" is not a metric of this receiver. Metrics: %s.",
                        names.get(i),
                        String.join(", ", known));
            }
        }
    }

    boolean selects(String metric) {
        return (include.isEmpty() || include.contains(metric)) && !exclude.contains(metric);
    }
}
