package io.borescope.engine.runtime.telemetry;

/**
 * A component's own figure, read.
 *
 * @param key whose it is
 * @param name in snake_case
 * @param unit in UCUM
 * @param description a sentence
 * @param monotonic whether it only grows
 * @param value now
 */
public record MetricReading(
        ComponentKey key, String name, String unit, String description, boolean monotonic, long value) {}
