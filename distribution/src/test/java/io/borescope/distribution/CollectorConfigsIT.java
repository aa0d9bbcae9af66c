package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations as users of the OpenTelemetry Collector have them: they are taken as they are, or refused with a line that says what is not here. */
final class CollectorConfigsIT {
    @TempDir
    Path folder;

    private String validate(String name) throws Exception {
        Map<String, String> environment =
                Map.of("STORAGE_DIRECTORY", folder.resolve("queue").toString(), "OTLP_TOKEN", "token");
        try (Launcher agent =
                Launcher.start(List.of("validate", "--config", path(name).toString()), environment)) {
            agent.awaitEnd();
            return agent.output();
        }
    }

    private static Path path(String name) throws URISyntaxException {
        URL resource = CollectorConfigsIT.class.getResource("/collector/" + name + ".yaml");
        return Path.of(Objects.requireNonNull(resource, name).toURI());
    }

    @ParameterizedTest
    @CsvSource({
        "agent, 'pipelines 3, receivers 1, processors 6, exporters 1, extensions 0'",
        "gateway, 'pipelines 3, receivers 1, processors 6, exporters 2, extensions 1'",
        "named-instances, 'pipelines 3, receivers 2, processors 5, exporters 3, extensions 0'",
        "env-defaults, 'pipelines 1, receivers 1, processors 1, exporters 1, extensions 0'",
        "persistent-queue, 'pipelines 2, receivers 1, processors 2, exporters 1, extensions 2'",
        "clickhouse-http, 'pipelines 3, receivers 1, processors 3, exporters 1, extensions 0'",
        "prometheus, 'pipelines 1, receivers 1, processors 2, exporters 1, extensions 0'"
    })
    void isTakenAsItIs(String name, String summary) throws Exception {
        assertThat(validate(name)).contains("The configuration is valid: " + summary);
    }

    @ParameterizedTest
    @CsvSource({
        "filter, 2, 'filter.yaml:24:5 exporters.debug.sampling_initial: unknown key.'",
        "tail-sampling, 2, 'tail-sampling.yaml:10:3 processors.tail_sampling: unknown processor type \"tail_sampling\".'",
        "clickhouse, 1, 'clickhouse.yaml:18:5 exporters.clickhouse.compress: unknown key. Valid: async_insert, cluster, compression,'"
    })
    void isRefusedWithALine(String name, int problems, String line) throws Exception {
        assertThat(validate(name))
                .contains(".yaml has %d problem%s:".formatted(problems, problems == 1 ? "" : "s"))
                .contains(line);
    }
}
