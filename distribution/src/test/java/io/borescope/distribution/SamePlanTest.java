package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reload leaves alone what is the same, so the same text has to give an equal plan: no configuration may hold what is equal to itself alone. */
final class SamePlanTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "BORESCOPE_PID", "1", "INGEST_TOKEN", "x", "CLICKHOUSE_PASSWORD", "x", "BACKEND_TOKEN", "x");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../config"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleReadTwiceGivesEqualPlans(Path example) throws Exception {
        try (Plugins plugins = Plugins.load(List.of())) {
            assertThat(plan(example, plugins)).isEqualTo(plan(example, plugins));
        }
    }

    private static AgentPlan plan(Path example, Plugins plugins) throws Exception {
        return ConfigTree.read(List.of(ConfigTree.Source.file(example)), List.of(), ENVIRONMENT)
                .plan(plugins.catalog())
                .plan();
    }
}
