package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.engine.plan.AgentPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads configurations for tests, with the test components. */
final class Reading {
    /** The smallest configuration without problems, to add to; its lines are numbered from 1. */
    static final String SMALL = """
            receivers:
              host:
            exporters:
              debug:
            service:
              pipelines:
                main:
                  receivers: [host]
                  exporters: [debug]
            """;

    /** A pipeline through all test processors. */
    static final String FULL = """
            receivers:
              process:
              ebpf:
                ring_size: 2MiB
            processors:
              client_tag:
              slot_window:
                interval: 200ms
              aggregate:
            exporters:
              http/main:
                endpoint: http://localhost:8080
                sending_queue:
                  queue_size: 5
                timeout: 7s
              debug:
            extensions:
              health_check:
            service:
              extensions: [health_check]
              pipelines:
                kernel:
                  receivers: [process, ebpf]
                  processors: [client_tag, slot_window, aggregate]
                  exporters: [http/main, debug]
            """;

    private final List<ConfigTree.Source> sources = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private Map<String, String> environment = Map.of();

    /** Begins with one file, {@code agent.yaml}. */
    static Reading of(String yaml) {
        return new Reading().and("agent.yaml", yaml);
    }

    Reading and(String name, String yaml) {
        sources.add(new ConfigTree.Source(name, yaml));
        return this;
    }

    Reading set(String... more) {
        settings.addAll(Arrays.asList(more));
        return this;
    }

    Reading environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    ConfigTree tree() throws ConfigException {
        return ConfigTree.read(sources, settings, environment);
    }

    LoadedConfig load() throws ConfigException {
        return tree().plan(TestComponents.CATALOG);
    }

    AgentPlan plan() throws ConfigException {
        return load().plan();
    }

    String print() throws ConfigException {
        return tree().print(TestComponents.CATALOG);
    }

    /** The report, without its title. */
    List<String> problems() {
        return failure().problems().stream().map(Problem::toString).toList();
    }

    ConfigException failure() {
        ConfigException failure = catchThrowableOfType(ConfigException.class, this::load);
        if (failure == null) {
            throw new AssertionError("the configuration has no problems");
        }
        return failure;
    }

    /** The config record of the first receiver or exporter of a plan. */
    static <C> C config(AgentPlan plan, Class<C> type) {
        return java.util.stream.Stream.of(
                        plan.receivers().stream().map(receiver -> receiver.config()),
                        plan.exporters().stream()
                                .map(exporter -> exporter.component().config()),
                        plan.pipelines().stream()
                                .flatMap(pipeline -> pipeline.processors().stream())
                                .map(processor -> processor.component().config()))
                .flatMap(configs -> configs)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
