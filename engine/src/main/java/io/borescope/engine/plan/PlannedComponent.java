package io.borescope.engine.plan;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentId;
import io.borescope.api.config.ComponentConfig;

/**
 * A component to be made.
 *
 * @param id as configured
 * @param factory makes it
 * @param config an instance of the factory's config type
 */
public record PlannedComponent<F extends ComponentFactory<?>>(ComponentId id, F factory, ComponentConfig config) {}
