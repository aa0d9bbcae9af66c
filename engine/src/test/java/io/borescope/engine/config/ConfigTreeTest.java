package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.engine.config.TestComponents.EbpfConfig;
import io.borescope.engine.config.TestComponents.HttpConfig;
import io.borescope.engine.config.TestComponents.ProcessConfig;
import io.borescope.engine.config.TestComponents.ProcessConfig.Rule;
import io.borescope.engine.plan.AgentPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTreeTest {
    private static final String HTTP = Reading.SMALL.replace("debug", "http").replace("  http:\n", """
              http:
                endpoint: http://h
                label: LABEL
            """);

    @Test
    void mergesMapsDeeplyAndReplacesListsAndValues() throws Exception {
        AgentPlan plan = Reading.of(Reading.FULL)
                .and("more.yaml", """
                        receivers:
                          ebpf: {ring_size: 8MiB, groups: [syscalls]}
                        service:
                          shutdown_timeout: 3s
                          pipelines: {kernel: {exporters: [debug]}}
                        """)
                .and("most.yaml", "receivers: {ebpf: {groups: [disk_io]}}")
                .plan();

        assertThat(Reading.config(plan, EbpfConfig.class).ringSize()).hasToString("8MiB");
        assertThat(Reading.config(plan, EbpfConfig.class).groups()).containsExactly(EbpfConfig.Group.DISK_IO);
        assertThat(plan.exporters()).hasSize(1);
        assertThat(plan.pipelines().getFirst().processors()).hasSize(3);
        assertThat(plan.shutdownTimeout()).hasSeconds(3);
    }

    @Test
    void erasesAMapWithALaterKeyThatHasNoValue() throws Exception {
        AgentPlan plan = Reading.of(Reading.FULL)
                .and("later.yaml", "receivers: {ebpf: }")
                .plan();

        assertThat(Reading.config(plan, EbpfConfig.class).ringSize()).hasToString("4MiB");
    }

    @Test
    void aGroupThatMayBeLeftOutIsThereWhereItsNameIs() throws Exception {
        AgentPlan named = Reading.of(Reading.FULL)
                .and("later.yaml", "receivers: {process: {only: }}")
                .plan();

        assertThat(Reading.config(named, ProcessConfig.class).only()).isEqualTo(new Rule(null, null, false));
        assertThat(Reading.config(Reading.of(Reading.FULL).plan(), ProcessConfig.class)
                        .only())
                .isNull();
    }

    @Test
    void namesTheFileThatAProblemIsIn() {
        assertThat(Reading.of(Reading.FULL)
                        .and("later.yaml", "receivers: {ebpf: {ring_size: 3MiB}}")
                        .failure())
                .hasMessage(
                        "agent.yaml and later.yaml have 1 problem:\n"
                                + "  later.yaml:1:31 receivers.ebpf.ring_size: 3MiB is not a power of two. Use 1MiB, 2MiB or 4MiB.");
    }

    @Test
    void setsKeysOverAllFilesWithDotsOrDoubleColons() throws Exception {
        AgentPlan plan = Reading.of(Reading.FULL)
                .set(
                        "receivers.ebpf.ring_size=16MiB",
                        "service::resource::host.name=web.1",
                        "receivers.ebpf.groups=[disk_io]")
                .plan();

        assertThat(Reading.config(plan, EbpfConfig.class).ringSize()).hasToString("16MiB");
        assertThat(Reading.config(plan, EbpfConfig.class).groups()).hasSize(1);
        assertThat(plan.resource().find("host.name")).contains("web.1");
    }

    @Test
    void placesAProblemOfASettingAtTheOption() {
        assertThat(Reading.of(Reading.FULL)
                        .set("receivers.ebpf.limit=x", "receivers.ebpf.ring_size=3MiB")
                        .problems())
                .containsExactly("--set receivers.ebpf.limit: \"x\" must be a whole number.");
        assertThat(Reading.of(Reading.FULL).set("nonsense", "a..b=1", "a=[1").problems())
                .containsExactly(
                        "--set: \"nonsense\" must be key.key=value.",
                        "--set: \"a..b\" must be key.key=value.",
                        "--set a: expected ',' or ']', but got <stream end>. Check quotes, brackets and indentation around here.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${env:NAME}               | value
            ${NAME}                   | value
            a-${NAME}-${NAME}-b       | a-value-value-b
            "${env:NAME}"             | value
            ${env:UNSET:-other}       | other
            ${UNSET:-other}           | other
            ${env:UNSET:-}            | ``
            ${env:UNSET:-${env:NAME}} | value
            ${env:${env:WHICH}}       | value
            $${env:NAME}              | ${env:NAME}
            $$$$x$y$                  | $$x$y$
            ${env:LEADING_ZERO}       | 0123
            ${env:NUMBER}             | 1.50
            ${env:LIST}               | [a, b]
            ${env:DOLLARS}            | p$$w${x}
            ${env:MULTI_LINE}         | `a: b\n: ["`
            """)
    void expandsReferencesAndKeepsTheirTextForKeysThatWantText(String written, String expected) throws Exception {
        Map<String, String> environment = Map.of(
                "NAME", "value",
                "WHICH", "NAME",
                "LEADING_ZERO", "0123",
                "NUMBER", "1.50",
                "LIST", "[a, b]",
                "DOLLARS", "p$$w${x}",
                "MULTI_LINE", "a: b\n: [\"");

        AgentPlan plan = Reading.of(HTTP.replace("LABEL", written))
                .environment(environment)
                .plan();

        assertThat(Reading.config(plan, HttpConfig.class).label()).isEqualTo(expected.replace("\\n", "\n"));
    }

    @Test
    void readsAReferenceAsYamlWhereANumberOrAListIsWanted() throws Exception {
        AgentPlan plan = Reading.of(Reading.FULL
                        .replace("ring_size: 2MiB", "{limit: \"${LIMIT}\", groups: \"${GROUPS}\"}")
                        .replace("ebpf:\n    {", "ebpf: {"))
                .environment(Map.of("LIMIT", "42", "GROUPS", "[syscalls, disk_io]"))
                .plan();

        assertThat(Reading.config(plan, EbpfConfig.class).limit()).isEqualTo(42);
        assertThat(Reading.config(plan, EbpfConfig.class).groups()).hasSize(2);
    }

    @Test
    void warnsOfAVariableThatIsNotSetAndTakesItAsEmpty() throws Exception {
        LoadedConfig loaded = Reading.of(HTTP.replace("LABEL", "a${env:GONE}b")).load();

        assertThat(Reading.config(loaded.plan(), HttpConfig.class).label()).isEqualTo("ab");
        assertThat(loaded.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "agent.yaml:6:12 exporters.http.label: the environment variable GONE is not set; the value is empty."
                                + " Set it, or write ${env:GONE:-default}.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "${env:OPEN"       | "${" is not closed. Write ${env:NAME}, or $${ for the characters themselves.
            ${http:x}          | cannot expand ${http:…}. Known: ${env:NAME}, ${env:NAME:-default}, ${file:path}; $${ for the characters themselves.
            ${not-a-name}      | "not-a-name" cannot be the name of an environment variable: letters, digits and _ only.
            ${file:/no/such}   | cannot read the file "/no/such": there is no such file.
            ${file:/proc}      | cannot read the file "/proc": it is a directory.
            """)
    void placesAReferenceThatCannotBeExpanded(String written, String message) {
        assertThat(Reading.of(HTTP.replace("LABEL", written)).problems())
                .containsExactly("agent.yaml:6:12 exporters.http.label: " + message);
    }

    @Test
    void boundsTheNumberOfReferences() {
        assertThat(Reading.of(HTTP.replace("LABEL", "${A:-}".repeat(101))).problems())
                .containsExactly("agent.yaml:6:12 exporters.http.label: has more than 100 references.");
        String many = "x: \"" + "${A:-}".repeat(90) + "\"\n";
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            yaml.append(many.replace("x", "x" + i));
        }
        assertThat(Reading.of(yaml.toString()).problems())
                .anyMatch(problem -> problem.endsWith("more than 1,000 references in the configuration."));
    }

    @Test
    void includesFilesWithReferencesOfTheirOwn(@TempDir Path directory) throws Exception {
        Path exporters = directory.resolve("exporters.yaml");
        Files.writeString(
                exporters, "http:\n  endpoint: http://${HOST}\n  label: ${file:" + directory.resolve("label") + "}\n");
        Files.writeString(directory.resolve("label"), "from a file\n");
        String yaml = Reading.SMALL
                .replace("exporters:\n  debug:", "exporters: ${file:" + exporters + "}")
                .replace("debug", "http");

        AgentPlan plan = Reading.of(yaml).environment(Map.of("HOST", "web")).plan();

        assertThat(Reading.config(plan, HttpConfig.class).endpoint()).hasToString("http://web");
        assertThat(Reading.config(plan, HttpConfig.class).label()).isEqualTo("from a file");
    }

    @Test
    void placesAProblemInAnIncludedFileThere(@TempDir Path directory) throws Exception {
        Path exporters = directory.resolve("exporters.yaml");
        Files.writeString(exporters, "http:\n  endpoint: http://h\n  labl: x\n");
        String yaml = Reading.SMALL
                .replace("exporters:\n  debug:", "exporters: ${file:" + exporters + "}")
                .replace("debug", "http");

        assertThat(Reading.of(yaml).problems())
                .singleElement()
                .asString()
                .startsWith(exporters + ":3:3 exporters.http.labl: ");
    }

    @Test
    void endsIncludesThatGoInCircles(@TempDir Path directory) throws Exception {
        Path circle = directory.resolve("circle.yaml");
        Files.writeString(circle, "a: ${file:" + circle + "}\nb: ${file:" + circle + "}\n");

        assertThat(Reading.of("receivers: ${file:" + circle + "}").problems())
                .anyMatch(problem -> problem.contains("levels deep") || problem.contains("more than 1,000"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a:\\n\\tb: 1          | 2:1: a tab is used for indentation. YAML takes blanks only.
            a: b: c               | 1:5: a second ":" on one line. Put text that holds ": " in quotes, or check the indentation.
            a: 1\\n---\\nb: 2     | 2:1: a second document begins here. Put it into a file of its own.
            a: *nope              | 1:4: *nope has no anchor &nope before it. Put text that begins with * in quotes.
            [a]: b                | 1:1: a key must be plain text. Put text that begins with [, { or * in quotes.
            a: !!set {}           | 1:4: the tag "tag:yaml.org,2002:set" is not supported.
            a: \\u0001            | 1:4: the character U+0001 is not allowed in YAML.
            a: [1                 | 1:6: expected ',' or ']', but got <stream end>. Check quotes, brackets and indentation around here.
            - a                   | 1:1: must be a map with receivers, exporters and service, not a list.
            # nothing             | 1:1: is empty. Begin with receivers, exporters and service.
            """)
    void placesWhatIsNoYaml(String yaml, String message) {
        String text = yaml.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001");

        assertThat(Reading.of(text).problems()).containsExactly("agent.yaml:" + message);
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThat(Reading.of(Reading.SMALL + "exporters:\n").problems())
                .contains("agent.yaml:10:1: the key \"exporters\" is already at line 3. Keep one of them.");
    }

    @Test
    void resolvesAliasesButNotABombOfThem() throws Exception {
        String yaml =
                Reading.SMALL.replace("  host:\n", "  host: &empty {}\n").replace("  debug:\n", "  debug: *empty\n");
        assertThat(Reading.of(yaml).plan().pipelines()).hasSize(1);

        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        assertThat(Reading.of(bomb.toString()).problems())
                .singleElement()
                .asString()
                .endsWith("more than 100,000 values, aliases counted in full.");
    }

    @Test
    void boundsDepthAlsoWhereAliasesMakeIt() {
        assertThat(Reading.of("a: " + "[".repeat(5000)).problems())
                .singleElement()
                .asString()
                .endsWith("nested deeper than 64 levels.");
        String deep = "x: &x " + "[".repeat(40) + "]".repeat(40) + "\ny: " + "[".repeat(40) + "*x" + "]".repeat(40);
        assertThat(Reading.of(deep).problems()).singleElement().asString().endsWith("nested deeper than 64 levels.");
    }

    @Test
    void refusesAFileThatCannotBeReadIsTooLargeOrNoText(@TempDir Path directory) throws Exception {
        Path large = directory.resolve("large.yaml");
        Files.writeString(large, "#".repeat(YamlReader.MAX_BYTES + 1));
        Path binary = directory.resolve("binary.yaml");
        Files.write(binary, new byte[] {'a', ':', ' ', (byte) 0xff});

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigTree.Source.file(large))
                .withMessageContaining("cannot be read: it is larger than 1MiB.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigTree.Source.file(binary))
                .withMessageContaining("cannot be read: it is not UTF-8 text.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigTree.Source.file(directory.resolve("gone.yaml")))
                .withMessageContaining("gone.yaml: cannot be read: there is no such file.");
    }

    @Test
    void tellsTheLogSettingsBeforePluginsAreKnown() throws Exception {
        assertThat(Reading.of("service: {telemetry: {logs: {level: debug, format: json}}}")
                        .tree()
                        .logs())
                .isEqualTo(new LogsConfig(LogsConfig.Level.DEBUG, LogsConfig.Format.JSON));
        assertThat(Reading.of("service: {telemetry: {logs: {level: loud}}}")
                        .tree()
                        .logs())
                .isEqualTo(LogsConfig.DEFAULT);
    }
}
