package io.borescope.api.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/** What users write under {@code metrics}, where a component makes metrics of a fixed list. */
public record MetricSelection(
        @Doc("Metrics to make. Left out: all.") List<String> include,
        @Doc("Metrics not to make, of those included.") List<String> exclude)
        implements ComponentConfig {

    /** Every metric. */
    public static final MetricSelection EVERYTHING = new MetricSelection(List.of(), List.of());

    public MetricSelection {
        include = List.copyOf(requireNonNullElse(include, List.of()));
        exclude = List.copyOf(requireNonNullElse(exclude, List.of()));
    }

    /**
     * Reports names that are no metrics.
     *
     * @param known all metrics of the component
     * @param kind what the component is: {@code receiver}
     */
    public void validate(Problems problems, List<String> known, String kind) {
        checkNames(problems, "include", include, known, kind);
        checkNames(problems, "exclude", exclude, known, kind);
    }

    private static void checkNames(Problems problems, String key, List<String> names, List<String> known, String kind) {
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                problems.add(
                        key + "[" + i + "]",
                        "\"%s\" is not a metric of this %s. Metrics: %s.",
                        names.get(i),
                        kind,
                        String.join(", ", known));
            }
        }
    }

    /** Whether a metric is to be made. */
    public boolean selects(String metric) {
        return (include.isEmpty() || include.contains(metric)) && !exclude.contains(metric);
    }
}
