package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessReceiverConfigTest {
    @Test
    void acceptsARuleAndDefaults() {
        assertThat(problems(List.of(new Rule().name("geth").build()), List.of()))
                .isEmpty();
    }

    @Test
    void saysWhatToWriteWhereNothingIsIncluded() {
        assertThat(problems(List.of(), List.of()))
                .containsExactly("include: selects no process, so nothing would be observed."
                        + " Write for example: include: [{class: geth}].");
    }

    @Test
    void reportsEveryProblemOfEveryRule() {
        assertThat(problems(
                        List.of(
                                new Rule().client("geth").build(),
                                new Rule().commandLine("geth(").build(),
                                new Rule()
                                        .pid(0)
                                        .cgroup("system.slice")
                                        .name(" ")
                                        .build()),
                        List.of(new Rule().name("x").client("y").children(false).build())))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("include[0]: selects every process."),
                        problem -> assertThat(problem)
                                .startsWith("include[1].command_line: is not a regular expression: Unclosed group"),
                        problem -> assertThat(problem).startsWith("include[2].name: is empty."),
                        problem -> assertThat(problem).startsWith("include[2].cgroup: \"system.slice\" does not begin"),
                        problem -> assertThat(problem).startsWith("include[2].pid: 0 is no process id."),
                        problem -> assertThat(problem).startsWith("exclude[0].client: means nothing"),
                        problem -> assertThat(problem).startsWith("exclude[0].children: means nothing"));
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void refusesClassesLabelsAndFilesThatCannotWork(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("classes.yaml"), "classes: [{client: x}]");
        List<SelectionRule> include = List.of(
                new Rule().ofClass("gehth").build(),
                new Rule().group("ethereum/exec").build());

        assertThat(problems(new ProcessReceiverConfig(
                        include,
                        List.of(),
                        List.of(),
                        null,
                        Map.of("0", "x", "80", "Web Site"),
                        null,
                        null,
                        null,
                        null)))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("include[0].class: \"gehth\" is not known. Known: geth,"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("include[1].group: \"ethereum/exec\" is not known."))
                .anySatisfy(problem -> assertThat(problem).startsWith("ports.0: \"0\" is no port."))
                .anySatisfy(problem -> assertThat(problem).startsWith("ports.80: \"Web Site\" is no label."));
        assertThat(problems(new ProcessReceiverConfig(
                        List.of(new Rule().ofClass("geth").build()),
                        List.of(),
                        List.of(),
                        file,
                        Map.of(),
                        null,
                        null,
                        null,
                        null)))
                .singleElement()
                .asString()
                .startsWith("classes_file: " + file)
                .contains("classes[0]: cannot be recognised");
        assertThat(problems(new ProcessReceiverConfig(
                        List.of(new Rule().ofClass("geth").build()),
                        List.of(),
                        List.of(),
                        folder.resolve("none.yaml"),
                        Map.of(),
                        null,
                        null,
                        null,
                        null)))
                .singleElement()
                .asString()
                .contains("there is no file");
    }

    @Test
    void refusesSizesAndTimesThatCannotWork() {
        ProcessReceiverConfig config = new ProcessReceiverConfig(
                List.of(new Rule().name("geth").build()),
                List.of(),
                List.of(),
                null,
                Map.of(),
                Duration.ofMillis(1),
                Duration.ofSeconds(-1),
                0,
                ByteSize.ofKibibytes(3));

        assertThat(problems(config))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("scan_interval", "exited_retention", "max_processes", "lifecycle_buffer_size");
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static List<String> problems(List<SelectionRule> include, List<SelectionRule> exclude) {
        return problems(new ProcessReceiverConfig(include, exclude, List.of(), null, Map.of(), null, null, null, null));
    }

    private static List<String> problems(ProcessReceiverConfig config) {
        List<String> found = new ArrayList<>();
        config.validate((key, format, arguments) -> found.add(key + ": " + format.formatted(arguments)));
        return found;
    }
}
