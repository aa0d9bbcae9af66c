package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder that users get, by its launcher. */
final class BorescopeIT {
    private static final Pattern EXAMPLE = Pattern.compile("## Example\\s+```yaml\\n(.*?)```", Pattern.DOTALL);

    static List<Path> exampleConfigs() throws IOException {
        try (Stream<Path> files = Files.list(Launcher.HOME.resolve("config"))) {
            return files.toList();
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        String version = Files.readString(Launcher.HOME.resolve("VERSION")).strip();
        assertThat(Launcher.run("--version")).contains(version);
    }

    @Test
    void shipsTheSchemaThatItPrints() throws Exception {
        assertThat(Files.readString(Launcher.HOME.resolve("schema/borescope.schema.json")))
                .isEqualTo(Launcher.run("schema"));
    }

    @Test
    void listsEveryBuiltInComponentWithItsPlugin() throws Exception {
        String components = Launcher.run("components");
        assertThat(ComponentPagesTest.builtIns())
                .isNotEmpty()
                .allSatisfy(component -> assertThat(components)
                        .contains("  " + component.name() + ":", "plugin: \"" + component.pluginId() + " "));
    }

    @Test
    void findsTheSameComponentsWithIsolatedPlugins() throws Exception {
        try (Launcher isolated = Launcher.start(List.of("components"), Map.of("BORESCOPE_ISOLATE_PLUGINS", "1"))) {
            assertThat(isolated.awaitEnd()).isZero();
            assertThat(isolated.output()).isEqualTo(Launcher.run("components"));
        }
    }

    @ParameterizedTest
    @MethodSource("exampleConfigs")
    void acceptsEachExampleConfig(Path config) throws Exception {
        try (Launcher validate =
                Launcher.start(List.of("validate", "--config", config.toString()), Map.of("BORESCOPE_PID", "4242"))) {
            assertThat(validate.awaitEnd()).as(validate.output()).isZero();
        }
    }

    static List<Path> componentPages() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("../docs/components"))) {
            return pages.filter(page -> page.toString().endsWith(".md")).toList();
        }
    }

    /** Pages show what matters of a configuration; what they leave out comes from a first file. */
    @ParameterizedTest
    @MethodSource("componentPages")
    void acceptsTheExampleOfEachComponentPage(Path page, @TempDir Path folder) throws Exception {
        Path rest = Files.writeString(folder.resolve("rest.yaml"), """
                receivers: {process: {include: [{pid: 1}]}, ebpf: {}}
                processors: {client_tag: {}, slot_window: {}, aggregate: {}}
                exporters: {debug: {}}
                service:
                  pipelines:
                    rest:
                      receivers: [process, ebpf]
                      processors: [client_tag, slot_window, aggregate]
                      exporters: [debug]
                """);
        Matcher example = EXAMPLE.matcher(Files.readString(page));
        assertThat(example.find()).as("an example in %s", page).isTrue();
        Path shown = Files.writeString(folder.resolve("shown.yaml"), example.group(1));

        assertThat(Launcher.run("validate", "--config", rest.toString(), "--config", shown.toString()))
                .isNotEmpty();
    }

    @Test
    void endsWithAnErrorForAConfigThatIsNotThere() throws Exception {
        try (Launcher validate = Launcher.start(List.of("validate", "--config", "no-such.yaml"), Map.of())) {
            assertThat(validate.awaitEnd()).isNotZero();
            assertThat(validate.output()).contains("no-such.yaml").doesNotContain("\tat ");
        }
    }
}
