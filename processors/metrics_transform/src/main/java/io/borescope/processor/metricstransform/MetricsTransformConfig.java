package io.borescope.processor.metricstransform;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;

/** What users write under {@code metrics_transform}. */
public record MetricsTransformConfig(
        @Doc("Changes, one after the other. At least one.") List<Transform> transforms) implements ComponentConfig {
    @Override
    public void validate(Problems problems) {
        if (transforms.isEmpty()) {
            problems.add("transforms", "is empty. Write at least one: - {include: a, action: update, new_name: b}");
        }
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).validate(problems.within("transforms[" + i + "]"));
        }
    }
}
