package io.borescope.engine.config;

import io.borescope.engine.plan.AgentPlan;
import java.util.List;

/**
 * A configuration without problems.
 *
 * @param plan what to build
 * @param warnings what its author should know all the same
 */
public record LoadedConfig(AgentPlan plan, List<Problem> warnings) {
    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }
}
