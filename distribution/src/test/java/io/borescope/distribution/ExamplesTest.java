package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.ConfigTree.Source;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of config/ and of the pages about jobs are valid, and an example read twice gives equal plans. A reload leaves alone what is the same, so the same text has to give an equal plan: no
 * configuration may hold what is equal to itself alone.
 */
final class ExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Map<String, String> ENVIRONMENT =
            Map.of("BORESCOPE_PID", "1", "INGEST_TOKEN", "x", "CLICKHOUSE_PASSWORD", "x", "BACKEND_TOKEN", "x");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../config"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @Test
    void thePageAboutJobsHasValidExamples() throws Exception {
        String page = Files.readString(Path.of("../docs/how-to.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(examples).isNotEmpty();
        try (Plugins plugins = Plugins.load(List.of())) {
            for (String example : examples) {
                assertThat(plan(new Source("how-to.md", example), plugins).pipelines())
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleReadTwiceGivesEqualPlans(Path example) throws Exception {
        try (Plugins plugins = Plugins.load(List.of())) {
            Source file = Source.file(example);
            assertThat(plan(file, plugins)).isEqualTo(plan(file, plugins));
        }
    }

    private static AgentPlan plan(Source example, Plugins plugins) throws Exception {
        return ConfigTree.read(List.of(example), List.of(), ENVIRONMENT)
                .plan(plugins.catalog())
                .plan();
    }
}
