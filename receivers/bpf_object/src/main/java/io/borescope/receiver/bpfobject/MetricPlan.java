package io.borescope.receiver.bpfobject;

import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.Temporality;
import io.borescope.bpf.btf.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A metric whose fields have been found.
 *
 * @param value null if records are counted, and of a histogram whose buckets are counted elsewhere
 * @param buckets counters of the buckets of a histogram of a map; one if {@code bucket} says which bucket it is for
 * @param bucket null if there is a counter for each bucket
 */
record MetricPlan(
        MetricDescriptor descriptor,
        MetricType type,
        @Nullable Field value,
        List<Field> buckets,
        @Nullable Field bucket,
        List<Dimension> dimensions) {
    private static final int LONGEST_KEY = 1024;

    /**
     * @param key where the configuration has it, for messages
     */
    static MetricPlan of(String key, MetricConfig config, Temporality temporality, FieldSource fields)
            throws ObjectException {
        return new MetricPlan(
                descriptor(key, config, temporality, config.boundsOfEvents(), dimensions(key, config, fields)),
                config.type(),
                value(key, config, fields),
                List.of(),
                null,
                dimensions(key, config, fields));
    }

    /** The same for a histogram whose buckets a map counts. */
    static MetricPlan ofBuckets(String key, MetricConfig config, MapPlan.Fields fields) throws ObjectException {
        String value = Objects.requireNonNull(config.value(), "a histogram has a value, as its configuration says");
        List<Dimension> dimensions = dimensions(key, config, fields);
        Field bucket = config.bucket() == null ? null : number(key + ".bucket", config.bucket(), fields);
        List<Field> counters = bucket == null
                ? fields.requireElements(key + ".value", value)
                : List.of(number(key + ".value", value, fields));
        List<Long> bounds = config.boundsOfBuckets(bucket == null ? counters.size() : 0);
        if (!config.bounds().isEmpty() && bucket == null && counters.size() != bounds.size() + 1) {
            throw new ObjectException(
                    "%s.bounds: %d borders make %d buckets, and %s has %d"
                            .formatted(key, bounds.size(), bounds.size() + 1, value, counters.size()),
                    "Write one border less than there are buckets, or leave them out for powers of two.");
        }
        return new MetricPlan(
                descriptor(key, config, Temporality.DELTA, bounds, dimensions),
                config.type(),
                null,
                List.copyOf(counters),
                bucket,
                dimensions);
    }

    private static List<Dimension> dimensions(String key, MetricConfig config, FieldSource fields)
            throws ObjectException {
        List<Dimension> dimensions = new ArrayList<>();
        for (var dimension : config.dimensions().entrySet()) {
            String place = "%s.dimensions.%s".formatted(key, dimension.getKey());
            dimensions.add(new Dimension(dimension.getKey(), fields.require(place, dimension.getValue())));
        }
        return List.copyOf(dimensions);
    }

    private static MetricDescriptor descriptor(
            String key, MetricConfig config, Temporality temporality, List<Long> bounds, List<Dimension> dimensions)
            throws ObjectException {
        int width = dimensions.stream().mapToInt(Dimension::width).sum();
        if (width > LONGEST_KEY) {
            throw new ObjectException(
                    "%s: the dimensions take %d bytes together".formatted(key, width),
                    "Use fewer or shorter ones, %d bytes at most.".formatted(LONGEST_KEY));
        }
        return new MetricDescriptor(
                config.name(),
                config.description(),
                config.type().kind(),
                config.unit(),
                temporality,
                dimensions.stream().map(Dimension::column).toList(),
                config.type().columns(config.unit()),
                bounds);
    }

    private static @Nullable Field value(String key, MetricConfig config, FieldSource fields) throws ObjectException {
        if (config.value() == null) {
            return null;
        }
        return number(key + ".value", config.value(), fields);
    }

    private static Field number(String key, String path, FieldSource fields) throws ObjectException {
        Field value = fields.require(key, path);
        if (!value.isNumber()) {
            throw new ObjectException(
                    "%s: %s is a text".formatted(key, value.path()), "Name a number, or make it a dimension.");
        }
        return value;
    }
}
