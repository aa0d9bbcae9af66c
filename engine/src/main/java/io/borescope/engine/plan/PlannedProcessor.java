package io.borescope.engine.plan;

import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.SignalPath;

/**
 * A processor to be made for one pipeline.
 *
 * @param component the processor itself
 * @param path which of its factory's paths it stands in
 */
public record PlannedProcessor(PlannedComponent<ProcessorFactory<?>> component, SignalPath path) {}
