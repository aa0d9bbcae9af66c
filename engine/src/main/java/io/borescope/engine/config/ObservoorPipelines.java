package io.borescope.engine.config;

import io.borescope.api.metric.ObservoorMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together what becomes of a configuration for Observoor: its windows and metrics, and who it is. */
final class ObservoorPipelines {
    private final ObservoorNotes notes;

    ObservoorPipelines(ObservoorNotes notes) {
        this.notes = notes;
    }

    /** The whole configuration. */
    Map<String, Object> translate(ObservoorConfig from) {
        Map<String, Object> receivers = new ObservoorReceivers(notes).translate(from);
        Map<String, Object> exporters = new ObservoorExporters(notes).translate(from);
        List<String> to = List.copyOf(exporters.keySet());

        Map<String, Object> processors = new LinkedHashMap<>();
        processors.put("client_tag", Map.of());
        processors.put("slot_window", Map.of("interval", window(from)));
        processors.put("aggregate", aggregate(from.aggregated()));

        List<String> state = receivers.keySet().stream()
                .filter(receiver -> !Set.of("process", "ebpf").contains(receiver))
                .toList();
        Map<String, Object> pipelines = new LinkedHashMap<>();
        pipelines.put("metrics/windows", pipeline(List.of("process", "ebpf"), List.copyOf(processors.keySet()), to));
        pipelines.put("metrics/state", pipeline(state, List.of(), to));

        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("receivers", receivers);
        configuration.put("processors", processors);
        configuration.put("exporters", exporters);
        configuration.put("extensions", Map.of("observoor_compat", compatible(from.health())));
        configuration.put("service", service(from, pipelines));
        return configuration;
    }

    private static Map<String, Object> pipeline(List<String> from, List<String> through, List<String> to) {
        Map<String, Object> pipeline = new LinkedHashMap<>();
        pipeline.put("receivers", from);
        if (!through.isEmpty()) {
            pipeline.put("processors", through);
        }
        pipeline.put("exporters", to);
        return pipeline;
    }

    private Map<String, Object> service(ObservoorConfig from, Map<String, Object> pipelines) {
        Map<String, Object> service = new LinkedHashMap<>();
        putText(service, "instance", "meta_client_name", from.metaClientName());
        putText(service, "network", "meta_network_name", from.metaNetworkName());
        service.put("extensions", List.of("observoor_compat"));
        service.put("pipelines", pipelines);
        return service;
    }

    private void putText(Map<String, Object> target, String key, String fromKey, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            notes.note(fromKey, "is missing, without which Observoor does not start. Set service.%s.".formatted(key));
        } else {
            target.put(key, value);
        }
    }

    private String window(ObservoorConfig from) {
        ObservoorConfig.Resolution resolution = from.aggregated().resolution();
        if (!resolution.slotAligned()) {
            notes.note(
                    ObservoorNotes.RESOLUTION + "slot_aligned",
                    "cannot be false: windows end at the borders of slots, where slots are known.");
        }
        return notes.within(
                ObservoorNotes.RESOLUTION + "interval",
                notes.duration(ObservoorNotes.RESOLUTION + "interval", resolution.interval(), Duration.ofSeconds(1)),
                Duration.ofMillis(10),
                Duration.ofHours(1));
    }

    private Map<String, Object> aggregate(ObservoorConfig.Aggregated from) {
        Map<String, Object> dimensions = new LinkedHashMap<>();
        dimensions.put("port_label", from.dimensions().network().includePort());
        dimensions.put("direction", from.dimensions().network().includeDirection());
        dimensions.put("transport", false);
        dimensions.put("device_id", from.dimensions().disk().includeDevice());
        dimensions.put("rw", from.dimensions().disk().includeRw());
        Map<String, Object> aggregate = new LinkedHashMap<>();
        aggregate.put("metrics", Map.of("include", ObservoorMetrics.OF_WINDOWS));
        aggregate.put("dimensions", dimensions);
        List<Map<String, Object>> overrides = new ArrayList<>();
        for (ObservoorConfig.Tier override : from.resolution().overrides()) {
            String key = ObservoorNotes.RESOLUTION + "overrides[" + overrides.size() + "].interval";
            Map<String, Object> translated = new LinkedHashMap<>();
            translated.put("metrics", override.metrics());
            translated.put("interval", Durations.text(notes.duration(key, override.interval(), Duration.ZERO)));
            overrides.add(translated);
        }
        if (!overrides.isEmpty()) {
            aggregate.put("overrides", overrides);
        }
        return aggregate;
    }

    private Map<String, Object> compatible(ObservoorConfig.Health from) {
        notes.note(
                "health.addr",
                "has Observoor's metrics and its /healthz; /debug/pprof answers 501 with the command that records a profile.");
        return Map.of("endpoint", from.addr().startsWith(":") ? "0.0.0.0" + from.addr() : from.addr());
    }
}
