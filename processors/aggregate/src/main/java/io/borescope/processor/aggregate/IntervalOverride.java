package io.borescope.processor.aggregate;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.config.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One entry of {@code overrides}: metrics that are made for longer windows. */
public record IntervalOverride(
        @Doc("Metrics that are made less often.") List<String> metrics,

        @Doc("Length of their windows, a multiple of slot_window's interval, from 20ms to 24h.")
        Duration interval)
        implements ComponentConfig {

    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofHours(24);

    public IntervalOverride {
        metrics = List.copyOf(requireNonNullElse(metrics, List.of()));
        interval = requireNonNullElse(interval, Duration.ZERO);
    }

    /**
     * Checks this entry alone.
     *
     * @param made the metrics that are made at all
     * @param named metrics of the entries before; those of this one are added
     */
    void validate(Problems problems, MetricSelection made, Set<String> named) {
        if (interval.isZero()) {
            problems.add("interval", "is missing. Write a multiple of slot_window's interval: 10s.");
        } else if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            problems.add("interval", "%s is out of range. Use %s to %s.", interval, SHORTEST, LONGEST);
        }
        if (metrics.isEmpty()) {
            problems.add("metrics", "is empty. Name the metrics that this interval is for.");
        }
        for (int i = 0; i < metrics.size(); i++) {
            String problem = problem(metrics.get(i), made, named);
            if (!problem.isEmpty()) {
                problems.add("metrics[" + i + "]", "\"%s\" %s", metrics.get(i), problem);
            }
        }
    }

    private static String problem(String metric, MetricSelection made, Set<String> named) {
        if (!MetricRules.names().contains(metric)) {
            return "is not a metric of this processor. Metrics: " + String.join(", ", MetricRules.tierable()) + ".";
        }
        if (metric.equals(MetricRules.CPU_UTILIZATION)) {
            return "cannot be made for longer windows: it compares CPUs within one window, and what two windows say of that does not"
                    + " add up. Use cpu_time.";
        }
        if (metric.equals(MetricRules.LOST_EVENTS.name())) {
            return "cannot be made for longer windows: it says what is missing from each.";
        }
        if (!made.selects(metric)) {
            return "is not made: see metrics.include and metrics.exclude.";
        }
        return named.add(metric) ? "" : "has an override already.";
    }
}
