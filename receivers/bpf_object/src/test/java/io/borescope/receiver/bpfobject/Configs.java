package io.borescope.receiver.bpfobject;

import io.borescope.api.config.ByteSize;
import io.borescope.api.otel.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations, key by key. What is not set is left out, as the engine leaves it out. */
@SuppressWarnings("NullAway") // a key that is left out arrives as null
final class Configs {
    private final Path object;
    private final List<ProgramConfig> programs = new ArrayList<>();
    private final Map<String, Value> constants = new LinkedHashMap<>();
    private final List<MetricConfig> metrics = new ArrayList<>();
    private final List<MapConfig> maps = new ArrayList<>();
    private @Nullable String ring;
    private @Nullable ByteSize ringSize;
    private @Nullable String struct;
    private @Nullable String timestamp;
    private @Nullable String lost;
    private @Nullable LogsConfig logs;
    private @Nullable Duration interval;
    private @Nullable Integer maxSeries;
    private boolean unsafe;

    Configs(Path object) {
        this.object = object;
    }

    Configs ring(String map, String eventStruct, @Nullable String time) {
        ring = map;
        struct = eventStruct;
        timestamp = time;
        return this;
    }

    Configs ringSize(int kibibytes) {
        ringSize = ByteSize.ofKibibytes(kibibytes);
        return this;
    }

    Configs constant(String name, Value value) {
        constants.put(name, value);
        return this;
    }

    Configs program(String name, ProgramConfig.Attach attach, boolean optional) {
        programs.add(new ProgramConfig(name, attach, optional));
        return this;
    }

    Configs lost(String map) {
        lost = map;
        return this;
    }

    Configs logs(String body, Map<String, String> attributes) {
        logs = new LogsConfig("test.event", body, attributes);
        return this;
    }

    Configs metric(MetricConfig metric) {
        metrics.add(metric);
        return this;
    }

    Configs map(String name, MetricConfig... ofEntries) {
        maps.add(new MapConfig(name, null, Duration.ofSeconds(1), List.of(ofEntries)));
        return this;
    }

    Configs pinned(String name, Path pin, MetricConfig... ofEntries) {
        maps.add(new MapConfig(name, pin, Duration.ofSeconds(1), List.of(ofEntries)));
        return this;
    }

    Configs interval(Duration value) {
        interval = value;
        return this;
    }

    Configs maxSeries(int value) {
        maxSeries = value;
        return this;
    }

    Configs unsafe() {
        unsafe = true;
        return this;
    }

    BpfObjectConfig build() {
        return new BpfObjectConfig(
                object,
                unsafe,
                programs,
                constants,
                ring,
                ringSize,
                struct == null && timestamp == null ? null : new EventConfig(struct, timestamp),
                lost,
                interval,
                maxSeries,
                metrics,
                logs,
                maps);
    }

    static MetricConfig count(String name, Map<String, String> dimensions) {
        return new MetricConfig(name, null, null, MetricType.COUNT, null, List.of(), null, dimensions);
    }

    static MetricConfig metric(String name, MetricType type, String value, Map<String, String> dimensions) {
        return new MetricConfig(name, null, "ns", type, value, List.of(), null, dimensions);
    }
}
