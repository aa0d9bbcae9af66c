package io.borescope.processor.aggregate;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;

/** What users write under {@code aggregate}. */
public record AggregateConfig(
        @Doc("Most rows per window. What comes beyond them is counted in one row per metric, for the client __other__.")
        Integer maxKeys,

        @Doc("Which metrics to make.") MetricSelection metrics)
        implements ComponentConfig {

    /** A row takes 512 bytes of table, so this is 50 MiB per open window. */
    private static final int MOST_KEYS = 100_000;

    public AggregateConfig {
        maxKeys = requireNonNullElse(maxKeys, 10_000);
        metrics = requireNonNullElse(metrics, MetricSelection.EVERYTHING);
    }

    @Override
    public void validate(Problems problems) {
        if (maxKeys < 1 || maxKeys > MOST_KEYS) {
            problems.add("max_keys", "%d is out of range. Use 1 to %d.", maxKeys, MOST_KEYS);
        }
        metrics.validate(problems.within("metrics"));
    }
}
