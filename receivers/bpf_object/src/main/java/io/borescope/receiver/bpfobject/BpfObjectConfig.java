package io.borescope.receiver.bpfobject;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.otel.Value;
import io.borescope.bpf.btf.FieldPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What users write under {@code bpf_object}. */
public record BpfObjectConfig(
        @Doc("The compiled object: made with clang -target bpf -g.")
        Path object,

        @Doc("Load the object even if others than root and the agent's user may change it.")
        boolean allowUnsafePermissions,

        @Doc("Programs that are not simply attached by their sections.")
        List<ProgramConfig> programs,

        @Doc("Values of variables declared const volatile, set before the programs are loaded.")
        Map<String, Value> constants,

        @Doc("Name of the map that the programs write events into.") @Nullable
        String ringBuffer,

        @Doc("Its size, a power of two and whole pages. Left out: as the object says.") @Nullable
        ByteSize ringBufferSize,

        @Doc("What the events look like.") EventConfig event,

        @Doc(
                "Name of a map in which the programs count events that did not fit into the ring: its values are added up.")
        @Nullable
        String lost,

        @Doc("Length of the windows that events are put together in, from 100ms to 24h.")
        Duration interval,

        @Doc("Most series of each metric in a window; what is beyond goes into one series.")
        Integer maxSeries,

        @Doc("Metrics of events.") List<MetricConfig> metrics,

        @Doc("A log record for each event. Left out: none.") @Nullable
        LogsConfig logs,

        @Doc("Maps to read.") List<MapConfig> maps)
        implements ComponentConfig {

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int DEFAULT_MAX_SERIES = 2_000;
    private static final int MOST_SERIES = 100_000;
    private static final int MOST_METRICS = 100;
    private static final int MOST_MAPS = 100;
    private static final ByteSize LEAST_RING = ByteSize.ofKibibytes(4);
    private static final ByteSize LARGEST_RING = ByteSize.ofMebibytes(512);

    public BpfObjectConfig {
        object = requireNonNullElse(object, Path.of(""));
        event = requireNonNullElse(event, new EventConfig(null, null));
        interval = requireNonNullElse(interval, DEFAULT_INTERVAL);
        maxSeries = requireNonNullElse(maxSeries, DEFAULT_MAX_SERIES);
    }

    @Override
    public void validate(Problems problems) {
        if (object.toString().isEmpty()) {
            problems.add("object", "is missing. Name a file that clang -target bpf -g has made.");
        }
        validateInterval("interval", interval, problems);
        if (maxSeries < 1 || maxSeries > MOST_SERIES) {
            problems.add("max_series", "%d is not from 1 to %d.", maxSeries, MOST_SERIES);
        }
        validatePrograms(problems);
        validateRing(problems);
        validateMaps(problems);
        validateMetrics(problems);
        if (logs != null) {
            logs.validate(problems.within("logs"));
        }
        if (metrics.isEmpty() && logs == null && maps.isEmpty()) {
            problems.add("", "makes nothing. Configure metrics, logs or maps.");
        }
    }

    private static void validateInterval(String key, Duration interval, Problems problems) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            problems.add(key, "%s is out of range. Use 100ms to 24h.", interval);
        }
    }

    private void validatePrograms(Problems problems) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < programs.size(); i++) {
            if (!names.add(programs.get(i).name())) {
                problems.add(
                        "programs[" + i + "].name",
                        "\"%s\" is there twice. Remove one.",
                        programs.get(i).name());
            }
        }
    }

    private void validateRing(Problems problems) {
        boolean wanted = !metrics.isEmpty() || logs != null;
        if (ringBuffer == null && wanted) {
            problems.add("ring_buffer", "is missing. Name the map that metrics and logs take their events from.");
        }
        if (ringBuffer != null && !wanted) {
            problems.add("ring_buffer", "is read, but nothing is made of it. Configure metrics or logs.");
        }
        if (ringBuffer != null && event.struct() == null) {
            problems.add("event.struct", "is missing. Name the struct that the programs write into the ring.");
        }
        if (event.timestamp() != null && !FieldPath.isValid(event.timestamp())) {
            problems.add("event.timestamp", "\"%s\" is no path. Write one such as ktime_ns.", event.timestamp());
        }
        if (ringBufferSize != null
                && (!ringBufferSize.isPowerOfTwo()
                        || ringBufferSize.compareTo(LEAST_RING) < 0
                        || ringBufferSize.compareTo(LARGEST_RING) > 0)) {
            problems.add(
                    "ring_buffer_size",
                    "%s is not a power of two from %s to %s. Use 256KiB, 1MiB or 4MiB.",
                    ringBufferSize,
                    LEAST_RING,
                    LARGEST_RING);
        }
    }

    private void validateMaps(Problems problems) {
        if (maps.size() > MOST_MAPS) {
            problems.add("maps", "are %d. Use %d at most.", maps.size(), MOST_MAPS);
        }
        for (int i = 0; i < maps.size(); i++) {
            MapConfig map = maps.get(i);
            Problems here = problems.within("maps[" + i + "]");
            validateInterval("interval", map.interval(), here);
            if (map.metrics().isEmpty()) {
                here.add("metrics", "are missing: nothing is made of this map. Name some, or remove it.");
            }
            for (int j = 0; j < map.metrics().size(); j++) {
                Problems metric = here.within("metrics[" + j + "]");
                map.metrics().get(j).validate(metric);
                MetricType type = map.metrics().get(j).type();
                if (type == MetricType.COUNT) {
                    metric.add(
                            "type",
                            "count is for events. Use sum (what a map's values grew by), gauge (what they are) or histogram.");
                }
            }
        }
    }

    private void validateMetrics(Problems problems) {
        Set<String> names = new HashSet<>();
        if (metrics.size() > MOST_METRICS) {
            problems.add("metrics", "are %d. Use %d at most.", metrics.size(), MOST_METRICS);
        }
        for (int i = 0; i < metrics.size(); i++) {
            metrics.get(i).validate(problems.within("metrics[" + i + "]"));
            if (metrics.get(i).bucket() != null) {
                problems.add("metrics[" + i + "].bucket", "is for metrics of a map only. Remove it.");
            }
            validateOnce(names, metrics.get(i), problems.within("metrics[" + i + "]"));
        }
        for (int i = 0; i < maps.size(); i++) {
            for (int j = 0; j < maps.get(i).metrics().size(); j++) {
                validateOnce(
                        names, maps.get(i).metrics().get(j), problems.within("maps[%d].metrics[%d]".formatted(i, j)));
            }
        }
    }

    private static void validateOnce(Set<String> names, MetricConfig metric, Problems problems) {
        if (!names.add(metric.name())) {
            problems.add("name", "\"%s\" is there twice. Rename one.", metric.name());
        }
    }

    /** What messages call the object. */
    String label() {
        return object.toString();
    }
}
