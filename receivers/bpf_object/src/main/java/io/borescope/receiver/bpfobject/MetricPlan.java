package io.borescope.receiver.bpfobject;

import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.Temporality;
import io.borescope.bpf.btf.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric whose fields have been found.
 *
 * @param value null if records are counted
 */
record MetricPlan(
        MetricDescriptor descriptor,
        MetricType type,
        @Nullable Field value,
        List<Dimension> dimensions) {
    private static final int LONGEST_KEY = 1024;

    /**
     * @param key where the configuration has it, for messages
     */
    static MetricPlan of(String key, MetricConfig config, Temporality temporality, FieldSource fields)
            throws ObjectException {
        List<Dimension> dimensions = new ArrayList<>();
        for (var dimension : config.dimensions().entrySet()) {
            String place = "%s.dimensions.%s".formatted(key, dimension.getKey());
            dimensions.add(new Dimension(dimension.getKey(), fields.require(place, dimension.getValue())));
        }
        int width = dimensions.stream().mapToInt(Dimension::width).sum();
        if (width > LONGEST_KEY) {
            throw new ObjectException(
                    "%s: the dimensions take %d bytes together".formatted(key, width),
                    "Use fewer or shorter ones, %d bytes at most.".formatted(LONGEST_KEY));
        }
        MetricDescriptor descriptor = new MetricDescriptor(
                config.name(),
                config.description(),
                config.type().kind(),
                config.unit(),
                temporality,
                dimensions.stream().map(Dimension::column).toList(),
                config.type().columns(config.unit()),
                config.bounds());
        return new MetricPlan(descriptor, config.type(), value(key, config, fields), List.copyOf(dimensions));
    }

    private static @Nullable Field value(String key, MetricConfig config, FieldSource fields) throws ObjectException {
        if (config.value() == null) {
            return null;
        }
        Field value = fields.require(key + ".value", config.value());
        if (!value.isNumber()) {
            throw new ObjectException(
                    "%s.value: %s is a text".formatted(key, value.path()), "Name a number, or make it a dimension.");
        }
        return value;
    }
}
