package io.borescope.receiver.bpfobject;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.bpf.btf.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A metric that is made of events or of a map's entries. */
public record MetricConfig(
        @Doc("What it is called: letters, digits, _ and dots.")
        String name,

        @Doc("A sentence about it.") String description,

        @Doc("Unit of the value, in UCUM notation: ns, By, 1.")
        String unit,

        @Doc("What is made of the values: count, sum, gauge or histogram.")
        MetricType type,

        @Doc("Path of the field with the value; not for count.") @Nullable
        String value,

        @Doc("Borders of a histogram's buckets, ascending.") List<Long> bounds,

        @Doc("Histograms of a map: path of the field that says which bucket an entry counts, from 0.") @Nullable
        String bucket,

        @Doc("What series are told apart by: attribute by path of a field.")
        Map<String, String> dimensions) {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.]{0,199}";
    private static final int MOST_DIMENSIONS = 16;
    private static final int MOST_BOUNDS = 128;

    /** Of a histogram of a map. */
    static final int MOST_BUCKETS = MOST_BOUNDS + 1;

    /** Of powers of two, where the number of buckets is not known: up to nine minutes, in nanoseconds. */
    private static final int USUAL_BUCKETS = 40;

    private static final int MOST_POWERS = 62;
    private static final Set<String> VALUES = Set.of(
            MetricDescriptor.SUM,
            MetricDescriptor.COUNT,
            MetricDescriptor.MIN,
            MetricDescriptor.MAX,
            MetricDescriptor.HISTOGRAM);

    private static final String NANOSECONDS = "ns";
    private static final List<Long> TIMES =
            List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L, 10_000_000_000L);
    private static final List<Long> POWERS_OF_TEN =
            List.of(1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L);

    public MetricConfig {
        name = requireNonNullElse(name, "");
        description = requireNonNullElse(description, "");
        unit = requireNonNullElse(unit, "1");
        type = requireNonNullElse(type, value == null ? MetricType.COUNT : MetricType.SUM);
        bounds = List.copyOf(bounds);
    }

    /** Borders of a histogram of events. */
    List<Long> boundsOfEvents() {
        if (type != MetricType.HISTOGRAM || !bounds.isEmpty()) {
            return bounds;
        }
        return unit.equals(NANOSECONDS) ? TIMES : POWERS_OF_TEN;
    }

    /**
     * Borders of a histogram of a map: powers of two unless others are given, so that bucket i is for values from 2<sup>i</sup>, the
     * first one for 0 as well.
     *
     * @param buckets how many the map has; 0 if that is not known
     */
    List<Long> boundsOfBuckets(int buckets) {
        if (!bounds.isEmpty()) {
            return bounds;
        }
        int borders = Math.min(buckets == 0 ? USUAL_BUCKETS : buckets, MOST_POWERS + 1) - 1;
        return IntStream.rangeClosed(1, borders).mapToObj(power -> 1L << power).toList();
    }

    /** Reports every problem that can be seen without the object. */
    void validate(Problems problems) {
        if (!name.matches(NAME)) {
            problems.add("name", "\"%s\" is no name. Use letters, digits, _ and dots, as in runq.latency.", name);
        }
        validateValue(problems);
        validateBounds(problems);
        if (bucket != null && type != MetricType.HISTOGRAM) {
            problems.add("bucket", "is for type: histogram only. Remove it.");
        } else if (bucket != null && !FieldPath.isValid(bucket)) {
            problems.add("bucket", "\"%s\" is no path. Write one such as key.slot.", bucket);
        }
        if (dimensions.size() > MOST_DIMENSIONS) {
            problems.add("dimensions", "are %d. Use %d at most.", dimensions.size(), MOST_DIMENSIONS);
        }
        dimensions.forEach((attribute, path) -> validateDimension(attribute, path, problems));
    }

    private void validateValue(Problems problems) {
        if (type == MetricType.COUNT && value != null) {
            problems.add("value", "is not for type: count, which counts. Remove it, or use sum, gauge or histogram.");
        } else if (type != MetricType.COUNT && value == null) {
            problems.add("value", "is missing. Name the field with the value, or use type: count.");
        } else if (value != null && !FieldPath.isValid(value)) {
            problems.add("value", "\"%s\" is no path. Write one such as delta_ns, value.count or slots[3].", value);
        }
    }

    private void validateBounds(Problems problems) {
        if (type != MetricType.HISTOGRAM && !bounds.isEmpty()) {
            problems.add("bounds", "are for type: histogram only. Remove them.");
        }
        if (bounds.size() > MOST_BOUNDS) {
            problems.add("bounds", "are %d. Use %d at most.", bounds.size(), MOST_BOUNDS);
        }
        for (int i = 1; i < bounds.size(); i++) {
            if (bounds.get(i) <= bounds.get(i - 1)) {
                problems.add("bounds[" + i + "]", "%d is not above %d. Sort them.", bounds.get(i), bounds.get(i - 1));
            }
        }
    }

    private static void validateDimension(String attribute, String path, Problems problems) {
        String key = "dimensions." + attribute;
        if (!attribute.matches(NAME) || VALUES.contains(attribute)) {
            problems.add(key, "cannot be called so. Use letters, digits, _ and dots, and none of %s.", VALUES);
        }
        if (!FieldPath.isValid(path)) {
            problems.add(key, "\"%s\" is no path. Write one such as comm, key.pid or slots[3].", path);
        }
    }
}
