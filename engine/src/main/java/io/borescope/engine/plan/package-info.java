/**
 * What is to be built: the validated form of a configuration, free of YAML.
 *
 * <p>{@code io.borescope.engine.config} makes an {@link io.borescope.engine.plan.AgentPlan} from files and the plugins' factories, {@code
 * io.borescope.engine.runtime} turns it into running components. Everything in a plan has been checked: each reference is resolved, each
 * config record bound, each chain of signals type-checked.
 */
@NullMarked
package io.borescope.engine.plan;

import org.jspecify.annotations.NullMarked;
