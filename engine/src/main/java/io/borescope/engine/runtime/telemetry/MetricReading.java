package io.borescope.engine.runtime.telemetry;

import java.util.SortedMap;

/**
 * A component's own figure, read.
 *
 * @param key whose it is
 * @param name in snake_case
 * @param labels beside those that say whose it is
 * @param unit in UCUM
 * @param description a sentence
 * @param monotonic whether it only grows
 * @param value now
 */
public record MetricReading(
        ComponentKey key,
        String name,
        SortedMap<String, String> labels,
        String unit,
        String description,
        boolean monotonic,
        long value) {}
