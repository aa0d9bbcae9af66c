package io.borescope.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ComponentType;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.StartException;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.runtime.Agent;
import io.borescope.engine.runtime.telemetry.ComponentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    @TempDir
    private Path temporary = Path.of("");

    private Path plugins = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        plugins = Files.createDirectory(temporary.resolve("plugins"));
    }

    private PluginJar acme() throws IOException {
        return AcmeBirds.plugin(temporary.resolve("classes"));
    }

    private static AgentPlan plan(Plugins loaded, String yaml) throws ConfigException {
        return ConfigTree.read(List.of(new ConfigTree.Source("agent.yaml", yaml)), List.of(), Map.of())
                .plan(loaded.catalog())
                .plan();
    }

    private static ComponentCatalog.Entry<ExporterFactory<?>> exporter(Plugins loaded, String type) {
        return loaded.catalog()
                .find(FactoryKind.EXPORTER, new ComponentType(type))
                .orElseThrow();
    }

    @Test
    void runsComponentsOfAPluginThatKnowsTheApiAlone() throws Exception {
        acme().writeTo(plugins.resolve("birds.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            runBirds(loaded);

            assertThat(loaded.catalog().failures()).isEmpty();
            assertThat(exporter(loaded, "dove").plugin())
                    .isEqualTo(new PluginDescription(
                            "acme-birds",
                            "1.2.3",
                            plugins.resolve("birds.jar").toString(),
                            "",
                            ">=0.1.0 & <0.2.0",
                            false));
            assertThat(loaded.all()).contains(exporter(loaded, "dove").plugin()).doesNotHaveDuplicates();
        }
    }

    private static void runBirds(Plugins loaded) throws ConfigException, StartException {
        try (Agent agent = new Agent(plan(loaded, AcmeBirds.YAML))) {
            agent.start();

            assertThat(agent.status())
                    .hasSize(3)
                    .extracting(ComponentStatus::state)
                    .containsOnly(State.OK);
        }
    }

    @Test
    void unpacksAPluginThatIsAZip() throws Exception {
        acme().writeZipTo(plugins.resolve("birds.zip"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            runBirds(loaded);
        }
    }

    @Test
    void checksTheConfigOfAPluginLikeAnyOther() throws Exception {
        acme().writeTo(plugins.resolve("birds.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            ConfigException failure = catchThrowableOfType(
                    ConfigException.class, () -> plan(loaded, AcmeBirds.YAML.replace("volume: 3", "volume: loud")));

            assertThat(failure)
                    .hasMessageContaining("agent.yaml:7:13 exporters.dove.volume: \"loud\" must be a whole number.");
        }
    }

    @Test
    void sharesTheApiWithAPluginThatBundlesItsOwnCopy() throws Exception {
        acme().copyOf(ExporterFactory.class)
                .copyOf(io.borescope.api.Signal.class)
                .copyOf(io.borescope.api.component.ComponentFactory.class)
                .copyOf(ComponentType.class)
                .writeTo(plugins.resolve("birds.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            runBirds(loaded);
        }
    }

    @Test
    void givesEachPluginItsOwnClassesBeforeOurs() throws Exception {
        // A library that the engine has too: the plugin's own copy must win, or two versions could not live side by
        // side.
        acme().copyOf(picocli.CommandLine.class).writeTo(plugins.resolve("birds.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            ClassLoader loader = exporter(loaded, "pigeon").factory().getClass().getClassLoader();

            assertThat(loader.loadClass("picocli.CommandLine")).isNotEqualTo(picocli.CommandLine.class);
        }
    }

    @Test
    void loadsTheOthersWhenOneIsNoJarWantsAnotherApiOrHasNoDescriptor() throws Exception {
        acme().writeTo(plugins.resolve("birds.jar"));
        Files.writeString(plugins.resolve("broken.jar"), "not a jar at all");
        Files.writeString(plugins.resolve("broken-too.zip"), "not a zip at all");
        new PluginJar("future").describe("Plugin-Requires", ">=9.0.0").writeTo(plugins.resolve("future.jar"));
        new PluginJar("odd").describe("Plugin-Requires", "one or two").writeTo(plugins.resolve("odd.jar"));
        new PluginJar("").writeTo(plugins.resolve("nameless.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            runBirds(loaded);

            assertThat(loaded.catalog().failures())
                    .extracting(ComponentCatalog.Failure::plugin)
                    .containsExactlyInAnyOrder("broken.jar", "broken-too.zip", "future", "odd.jar", "nameless.jar");
            assertThat(loaded.catalog().failures())
                    .contains(
                            new ComponentCatalog.Failure(
                                    "future",
                                    "it needs the borescope api >=9.0.0, and this is 0.1.0. Get a plugin made for this version."))
                    .allSatisfy(failure -> assertThat(failure.cause()).isNotBlank());
        }
    }

    @Test
    void keepsTheGoodFactoriesOfAPluginBesideThoseThatFail() throws Exception {
        acme().factories(
                        FactoryKind.EXPORTER,
                        "acme.Plugin$HawkFactory",
                        "acme.Plugin$NoSuchFactory",
                        "acme.Plugin$NoConfig",
                        "acme.Plugin$PigeonFactory")
                .writeTo(plugins.resolve("birds.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            runBirds(loaded);

            assertThat(loaded.catalog().failures())
                    .hasSize(3)
                    .allMatch(failure -> failure.plugin().equals("acme-birds"));
            assertThat(loaded.catalog().failures().getFirst().cause()).contains("no prey");
        }
    }

    @Test
    void failsTheStartOnlyIfTheConfigurationUsesWhatFailed() throws Exception {
        acme().writeTo(plugins.resolve("birds.jar"));
        Files.writeString(plugins.resolve("kafka.jar"), "not a jar at all");
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            ConfigException failure = catchThrowableOfType(
                    ConfigException.class, () -> plan(loaded, AcmeBirds.YAML.replace("dove", "kafka")));

            assertThat(failure)
                    .hasMessageContaining(
                            "agent.yaml:6:3 exporters.kafka: unknown exporter type \"kafka\". Known: dove, pigeon.")
                    .hasMessageContaining("Plugin kafka.jar failed to load and may have it: ");
        }
    }

    @Test
    void takesTheFirstOfTwoPluginsWithOneType() throws Exception {
        acme().writeTo(plugins.resolve("a.jar"));
        acme().describe("Plugin-Id", "other-birds").writeTo(plugins.resolve("b.jar"));
        try (Plugins loaded = Plugins.load(List.of(plugins))) {
            String first = exporter(loaded, "pigeon").plugin().id();

            assertThat(first).isIn("acme-birds", "other-birds");
            assertThat(exporter(loaded, "dove").plugin().id()).isEqualTo(first);
            runBirds(loaded);
        }
    }
}
