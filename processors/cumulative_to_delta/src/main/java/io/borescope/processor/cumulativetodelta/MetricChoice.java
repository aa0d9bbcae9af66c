package io.borescope.processor.cumulativetodelta;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.otel.Metric;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.attributes.TextMatcher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Metrics, as users name them under {@code include} or {@code exclude}. */
public record MetricChoice(
        @Doc("Their names, or expressions that are looked for in them.")
        List<String> metrics,

        @Doc("How names are compared: strict, or regexp for regular expressions. Required with metrics.") @Nullable
        MatchType matchType,

        @Doc("Settings of the Collector's cache of results; read and ignored.")
        Map<String, String> regexp,

        @Doc("Their types: sum, histogram.") List<String> metricTypes) {
    /** All metrics, or none. */
    public static final MetricChoice NOTHING = new MetricChoice(List.of(), null, Map.of(), List.of());

    private static final String SUM = "sum";
    private static final String HISTOGRAM = "histogram";

    void validate(Problems problems) {
        if (metrics.isEmpty() != (matchType == null)) {
            problems.add(
                    matchType == null ? "match_type" : "metrics",
                    "is missing. Names and how they are compared go together.");
        }
        for (int i = 0; i < metrics.size() && matchType == MatchType.REGEXP; i++) {
            try {
                BoundedPattern.compile(metrics.get(i));
            } catch (PatternSyntaxException e) {
                problems.add("metrics[" + i + "]", "is no regular expression: %s", e.getDescription());
            }
        }
        for (int i = 0; i < metricTypes.size(); i++) {
            if (!Set.of(SUM, HISTOGRAM).contains(metricTypes.get(i))) {
                problems.add(
                        "metric_types[" + i + "]",
                        "\"%s\" is not supported. Use sum or histogram.",
                        metricTypes.get(i));
            }
        }
    }

    /** Whether nothing was chosen. */
    boolean isEmpty() {
        return metrics.isEmpty() && metricTypes.isEmpty();
    }

    /** Says of metrics whether they were chosen: by name and by type, where both are given. */
    Predicate<Metric> matcher() {
        TextMatcher names = metrics.isEmpty()
                ? new TextMatcher(MatchType.STRICT, List.of())
                : new TextMatcher(Objects.requireNonNull(matchType), metrics);
        return metric -> names.allows(metric.name()) && (metricTypes.isEmpty() || metricTypes.contains(type(metric)));
    }

    private static String type(Metric metric) {
        return switch (metric.data()) {
            case Metric.Sum _ -> SUM;
            case Metric.Histogram _ -> HISTOGRAM;
            default -> "";
        };
    }
}
