package io.borescope.processor.aggregate;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.config.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What users write under {@code aggregate}. */
public record AggregateConfig(
        @Doc("Most rows per window. What comes beyond them is counted in one row per metric, for the client __other__.")
        Integer maxKeys,

        @Doc("Most values of a dimension per window.") ValueLimits maxValues,
        @Doc("Which metrics to make.") MetricSelection metrics,

        @Doc("What the rows of one process are told apart by.")
        DimensionSwitches dimensions,

        @Doc("Metrics that are made for longer windows than the rest.")
        List<IntervalOverride> overrides)
        implements ComponentConfig {

    private static final int MOST_KEYS = 100_000;

    private static final int MOST_OVERRIDES = 16;

    public AggregateConfig {
        maxKeys = requireNonNullElse(maxKeys, 10_000);
        maxValues = requireNonNullElse(maxValues, ValueLimits.DEFAULT);
        metrics = requireNonNullElse(metrics, MetricSelection.EVERYTHING);
        dimensions = requireNonNullElse(dimensions, DimensionSwitches.DEFAULT);
        overrides = List.copyOf(requireNonNullElse(overrides, List.of()));
    }

    /** Everything else by default. */
    public AggregateConfig(Integer maxKeys, MetricSelection metrics) {
        this(maxKeys, ValueLimits.DEFAULT, metrics, DimensionSwitches.DEFAULT, List.of());
    }

    @Override
    public void validate(Problems problems) {
        if (maxKeys < 1 || maxKeys > MOST_KEYS) {
            problems.add("max_keys", "%d is out of range. Use 1 to %d.", maxKeys, MOST_KEYS);
        }
        maxValues.validate(problems.within("max_values"));
        metrics.validate(problems.within("metrics"), MetricRules.names(), "processor");
        if (overrides.size() > MOST_OVERRIDES) {
            problems.add("overrides", "%d are too many. Use up to %d.", overrides.size(), MOST_OVERRIDES);
        }
        Set<String> named = new HashSet<>();
        for (int i = 0; i < overrides.size(); i++) {
            overrides.get(i).validate(problems.within("overrides[" + i + "]"), metrics, named);
        }
    }
}
