package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigSchema;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.Problem;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.Plugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What editors find with the schema is what {@code borescope validate} finds, as far as a schema can say it. */
final class ConfigSchemaTest {
    private static final Plugins PLUGINS = Plugins.load(List.of());
    private static final ComponentCatalog CATALOG = PLUGINS.catalog();
    private static final JsonNode DOCUMENT = new ObjectMapper().valueToTree(ConfigSchema.of(CATALOG));
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(DOCUMENT);

    @AfterAll
    static void unload() {
        PLUGINS.close();
    }

    private static List<Error> errors(String yaml) {
        return SCHEMA.validate(Yaml.read(yaml));
    }

    static Stream<Path> goodConfigs() throws Exception {
        Path collector = Path.of("src/test/resources/collector");
        try (Stream<Path> examples = Files.list(Path.of("../config"))) {
            return Stream.concat(
                    examples.filter(file -> file.toString().endsWith(".yaml")).toList().stream(),
                    Stream.of("agent", "gateway", "named-instances", "env-defaults", "persistent-queue", "prometheus")
                            .map(name -> collector.resolve(name + ".yaml")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("goodConfigs")
    void takesEveryConfigurationThatIsTaken(Path config) throws IOException {
        assertThat(errors(Files.readString(config))).isEmpty();
    }

    @Test
    void takesTheBuiltInPipeline() throws IOException {
        try (InputStream in = ConfigTree.class.getResourceAsStream("/io/borescope/engine/cli/trace.yaml")) {
            assertThat(errors(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @Test
    void isASchemaItself() {
        Schema metaSchema = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(metaSchema.validate(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/exporters/otlphttp | own-metrics | exporters.otlphttp.auth",
                "/processors | tail-sampling | processors.tail_sampling",
                "/exporters/clickhouse | clickhouse | exporters.clickhouse.compress"
            })
    void findsWhatIsWrongWithConfigurationsOfTheCollector(String at, String name, String path) throws Exception {
        String yaml = Files.readString(Path.of("src/test/resources/collector", name + ".yaml"));
        assertThat(errors(yaml))
                .anyMatch(error -> error.getInstanceLocation().toString().equals(at));
        assertThat(problems(yaml)).extracting(Problem::path).contains(path);
    }

    /** Where the schema says that something is wrong, and where validate does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exporter: {debug: {}}                                        |                                         | exporter",
                "receivers: [ebpf]                                            | /receivers                              | receivers",
                "receivers: {ebpff: {}}                                       | /receivers                              | receivers.ebpff",
                "receivers: {ebpf: {ring_size: 1MiB}}                         | /receivers/ebpf                         | receivers.ebpf.ring_size",
                "receivers: {ebpf/b: {ring_size: 1MiB}}                       | /receivers/ebpf~1b                      | receivers.ebpf/b.ring_size",
                "receivers: {ebpf: 5}                                         | /receivers/ebpf                         | receivers.ebpf",
                "receivers: {ebpf: {ring_buffer_size: big}}                   | /receivers/ebpf/ring_buffer_size        | receivers.ebpf.ring_buffer_size",
                "receivers: {ebpf: {ring_buffer_size: [1]}}                   | /receivers/ebpf/ring_buffer_size        | receivers.ebpf.ring_buffer_size",
                "receivers: {ebpf: {batch_size: many}}                        | /receivers/ebpf/batch_size              | receivers.ebpf.batch_size",
                "receivers: {ebpf: {batch_size: 3000000000}}                  | /receivers/ebpf/batch_size              | receivers.ebpf.batch_size",
                "receivers: {ebpf: {cpu_tick: 20}}                            | /receivers/ebpf/cpu_tick                | receivers.ebpf.cpu_tick",
                "receivers: {ebpf: {cpu_tick: 20 ms}}                         | /receivers/ebpf/cpu_tick                | receivers.ebpf.cpu_tick",
                "receivers: {ebpf: {probes: {oom_kill: {enabled: on}}}}       | /receivers/ebpf/probes/oom_kill/enabled | receivers.ebpf.probes.oom_kill.enabled",
                "receivers: {ebpf: {sampling: {default: {mode: all}}}}        | /receivers/ebpf/sampling/default/mode   | receivers.ebpf.sampling.default.mode",
                "receivers: {ebpf: {sampling: {default: {rate: half}}}}       | /receivers/ebpf/sampling/default/rate   | receivers.ebpf.sampling.default.rate",
                "receivers: {process: {include: {name: a}}}                   | /receivers/process/include              | receivers.process.include",
                "receivers: {process: {include: [{nam: a}]}}                  | /receivers/process/include/0            | receivers.process.include[0].nam",
                "receivers: {otlp: {protocols: {grpc: {endpoint: here}}}}     | /receivers/otlp/protocols/grpc/endpoint | receivers.otlp.protocols.grpc.endpoint",
                "exporters: {debug: {timeout: soon}}                          | /exporters/debug/timeout                | exporters.debug.timeout",
                "exporters: {debug: {sending_queue: {sizer: rows}}}           | /exporters/debug/sending_queue/sizer    | exporters.debug.sending_queue.sizer",
                "exporters: {debug: {sending_queue: {size: 5}}}               | /exporters/debug/sending_queue          | exporters.debug.sending_queue.size",
                "processors: {slot_window: {timeout: 5s}}                     | /processors/slot_window                 | processors.slot_window.timeout",
                "exporters: {ndjson_http: {headers: [a]}}                     | /exporters/ndjson_http/headers          | exporters.ndjson_http.headers",
                "exporters: {ndjson_http: {headers: {a: [b]}}}                | /exporters/ndjson_http/headers/a        | exporters.ndjson_http.headers.a",
                "service: {name: a}                                           | /service                                | service.name",
                "service: {telemetry: {logs: {level: loud}}}                  | /service/telemetry/logs/level           | service.telemetry.logs.level",
                "service: {pipelines: {a: {receiver: [ebpf]}}}                | /service/pipelines/a                    | service.pipelines.a.receiver",
                "service: {pipelines: {a: {receivers: ebpf}}}                 | /service/pipelines/a/receivers          | service.pipelines.a.receivers",
                "service: {extensions: health}                                | /service/extensions                     | service.extensions"
            })
    void findsWhatValidateFinds(String yaml, String at, String path) throws ConfigException {
        assertThat(errors(yaml))
                .anyMatch(error -> error.getInstanceLocation().toString().equals(Objects.requireNonNullElse(at, "")));
        assertThat(problems(yaml)).extracting(Problem::path).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "receivers: ${file:receivers.yaml}",
                "receivers: {ebpf: '${file:ebpf.yaml}'}",
                "receivers: {ebpf: {ring_buffer_size: '${env:RING:-4MiB}', batch_size: '${env:SIZE}', probes: '${env:PROBES}'}}",
                "receivers: {ebpf: {sampling: {default: {mode: '${env:MODE}', rate: '${env:RATE}'}}}}",
                "receivers: {otlp: {protocols: {grpc: , http: {endpoint: '${env:HOST}:4318'}}}}",
                "exporters: {debug: {timeout: '${env:SECONDS}s', sending_queue: {enabled: '${env:QUEUE}'}}}",
                "extensions: {health_check: {endpoint: '[::1]:13133'}}",
                "service: {pipelines: {a: {receivers: '${env:RECEIVERS}'}}, resource: {team: 7}}"
            })
    void takesReferencesWhereverValuesAre(String yaml) {
        assertThat(errors(yaml)).isEmpty();
    }

    private static List<Problem> problems(String yaml) throws ConfigException {
        ConfigTree tree = ConfigTree.read(List.of(new ConfigTree.Source("agent.yaml", yaml)), List.of(), Map.of());
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> tree.plan(CATALOG));
        return Objects.requireNonNull(wrong, "no problem found").problems();
    }
}
