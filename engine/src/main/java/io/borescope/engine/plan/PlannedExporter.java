package io.borescope.engine.plan;

import io.borescope.api.component.ExporterFactory;

/**
 * An exporter to be made, and what stands in front of it.
 *
 * @param component the exporter itself
 * @param delivery its queue, retries and time limit
 */
public record PlannedExporter(PlannedComponent<ExporterFactory<?>> component, DeliveryConfig delivery) {}
