package io.borescope.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.engine.plugin.AcmeBirds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    /** What a command wrote and returned. */
    private record Outcome(int exitCode, String out, String err) {}

    @TempDir
    private Path directory = Path.of("");

    private Path plugins = Path.of("");

    @BeforeEach
    void install() throws IOException {
        plugins = Files.createDirectory(directory.resolve("plugins"));
        AcmeBirds.install(plugins, directory.resolve("classes"));
    }

    private static Outcome borescope(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private String config(String yaml) throws IOException {
        return Files.writeString(directory.resolve("agent.yaml"), yaml).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "trace",
                "doctor",
                "validate",
                "components",
                "plugins list",
                "plugins verify",
                "print-config",
                "schema"
            })
    void helpsWithEveryCommand(String command) {
        Outcome outcome = borescope((command + " --help").split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out())
                .startsWith("Usage: borescope " + command)
                .contains("--plugins", "--log-level", "Exit codes:");
    }

    @Test
    void tellsItsVersion() {
        assertThat(borescope("--version").out()).contains("borescope ", "plugin api 0.1.0", "Java 25");
    }

    @Test
    void explainsAWrongCommandLineWithItsOwnExitCode() {
        assertThat(borescope().exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("run").err()).startsWith("Missing option: --config FILE");
        assertThat(borescope("run").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("components", "--plugins", "/no/such").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("trace").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("doctor", "--pid", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("doctor", "--pid", "1", "--", "true").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("doctor", "--observe", "soon").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void pointsFromAWrongCommandLineToTheHelpInsteadOfPrintingIt() {
        assertThat(borescope("validate", "--confg", "a.yaml").err()).isEqualTo("""
                        Unknown options: '--confg', 'a.yaml'
                        Possible solutions: --config, --config-dir
                        Try 'borescope validate --help'.
                        """);
    }

    @Test
    void namesTheKeyOfAWrongSettingOnce() throws IOException {
        Outcome outcome = borescope(
                "validate",
                "-c",
                config(AcmeBirds.YAML),
                "--set",
                "exporters.dove.volum=9",
                "--plugins",
                plugins.toString());

        assertThat(outcome.err()).containsOnlyOnce("exporters.dove.volum").contains("--set exporters.dove.volum: ");
    }

    @Test
    void examinesAConfiguration() throws IOException {
        Outcome outcome = borescope("doctor", "-c", config(AcmeBirds.YAML), "--plugins", plugins.toString());

        assertThat(outcome).isEqualTo(new Outcome(ExitCode.OK, """
                        configuration
                          ok       configuration        pipelines 1, receivers 1, processors 1, exporters 1, extensions 0

                        No stage is dead.
                        """, ""));
    }

    @Test
    void findsTheConfigurationDead() throws IOException {
        String config = config(AcmeBirds.YAML.replace("volume", "volum"));
        Outcome outcome = borescope("doctor", "-c", config, "--plugins", plugins.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(outcome.out())
                .contains("The first dead stage is configuration: " + config + ":7:5 exporters.dove.volum: ");
        assertThat(borescope("doctor", "--json", "-c", config, "--plugins", plugins.toString())
                        .out())
                .startsWith("{\n  \"outcome\": \"failed\",\n  \"first_dead_stage\": \"configuration\",\n");
    }

    @Test
    void validatesAConfiguration() throws IOException {
        Outcome outcome = borescope("validate", "-c", config(AcmeBirds.YAML), "--plugins", plugins.toString());

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        ExitCode.OK,
                        "The configuration is valid: pipelines 1, receivers 1, processors 1, exporters 1, extensions 0.\n",
                        ""));
    }

    @Test
    void reportsAWrongConfigurationWithItsOwnExitCode() throws IOException {
        String config = config(AcmeBirds.YAML.replace("volume", "volum"));
        for (String command : List.of("validate", "run", "print-config")) {
            Outcome outcome = borescope(command, "-c", config, "--plugins", plugins.toString());

            assertThat(outcome.exitCode()).as(command).isEqualTo(ExitCode.CONFIG);
            assertThat(outcome.err())
                    .startsWith(config + " has 1 problem:\n  " + config + ":7:5 exporters.dove.volum: ");
        }
    }

    @Test
    void printsASchemaWithTheComponentsOfPlugins() throws IOException {
        Path file = directory.resolve("schema.json");
        assertThat(borescope("schema", "--plugins", plugins.toString(), "-o", file.toString()))
                .isEqualTo(new Outcome(ExitCode.OK, "", ""));
        assertThat(Files.readString(file))
                .contains("\"pigeon\": {", "\"^pigeon/.+$\": {", "\"description\": \"How loud.\"")
                .isEqualTo(borescope("schema", "--plugins", plugins.toString()).out());
    }

    @Test
    void mergesTheFilesOfADirectoryInTheOrderOfTheirNamesAndOfTheCommandLine() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("conf.d"));
        Files.createDirectory(folder.resolve("more.yaml"));
        Files.writeString(folder.resolve("10-base.yaml"), AcmeBirds.YAML);
        Files.writeString(folder.resolve("20-name.yml"), "service: {instance: second}");
        Files.writeString(folder.resolve(".hidden.yaml"), "nonsense: true");
        Files.writeString(folder.resolve("README.md"), "no configuration");
        String first = Files.writeString(directory.resolve("first.yaml"), "service: {instance: first}")
                .toString();

        assertThat(instance("--config", first, "--config-dir", folder.toString()))
                .isEqualTo("second");
        assertThat(instance("--config-dir", folder.toString(), "--config", first))
                .isEqualTo("first");
    }

    private String instance(String... options) {
        List<String> arguments = new ArrayList<>(List.of("print-config", "--plugins", plugins.toString()));
        arguments.addAll(List.of(options));
        Outcome outcome = borescope(arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
        return outcome.out().replaceAll("(?s).*instance: (\\w+).*", "$1");
    }

    @Test
    void reportsProblemsInADirectoryWithTheirPlaces() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("conf.d"));
        assertThat(borescope("validate", "--config-dir", folder.toString()))
                .returns(ExitCode.CONFIG, Outcome::exitCode)
                .extracting(Outcome::err)
                .asString()
                .contains(folder + ": has no file that ends in .yaml or .yml.");
        assertThat(borescope("validate", "--config-dir", folder + "/none").err())
                .contains("there is no such directory");

        Files.writeString(folder.resolve("10-base.yaml"), AcmeBirds.YAML);
        Files.writeString(folder.resolve("20-wrong.yaml"), "service:\n  instanze: a\n");
        assertThat(borescope("validate", "--config-dir", folder.toString(), "--plugins", plugins.toString())
                        .err())
                .contains(folder.resolve("20-wrong.yaml") + ":2:3 service.instanze: unknown key.");
    }

    @Test
    void refusesPluginsThatOthersCanChangeUnlessToldOtherwise() throws IOException {
        openToOthers(directory, "rwx--x--x");
        openToOthers(plugins, "rwxrwxrwx");
        assertThat(borescope("components", "--plugins", plugins.toString()))
                .returns(ExitCode.USAGE, Outcome::exitCode)
                .extracting(Outcome::err)
                .asString()
                .contains(
                        "--plugins: " + plugins + " can be changed by every user (rwxrwxrwx)",
                        "--allow-insecure-files");
        assertThat(borescope("components", "--allow-insecure-files", "--plugins", plugins.toString())
                        .out())
                .contains("pigeon");

        openToOthers(plugins, "rwxr-xr-x");
        try (Stream<Path> jars = Files.list(plugins)) {
            openToOthers(jars.findFirst().orElseThrow(), "rw-rw-rw-");
        }
        assertThat(borescope("components", "--plugins", plugins.toString()).err())
                .contains(".jar can be changed by every user (rw-rw-rw-)");

        openToOthers(directory, "rwx------"); // nobody else gets that far
        assertThat(borescope("components", "--plugins", plugins.toString()).exitCode())
                .isEqualTo(ExitCode.OK);
    }

    private static void openToOthers(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    @Test
    void looksAtNothingElseToNameCapabilities() throws IOException {
        Outcome outcome =
                borescope("doctor", "--capabilities", "-c", config(AcmeBirds.YAML), "--plugins", plugins.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out()).contains("No capability is needed", "AmbientCapabilities=\n");
    }

    @Test
    void listsComponentsAndWhatFailedToLoad() throws IOException {
        Files.writeString(plugins.resolve("broken.jar"), "no jar");

        Outcome outcome = borescope("components", "--plugins", plugins.toString(), "--log-level", "error");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out())
                .contains("""
                exporters:
                  pigeon:
                    description: "Sends metrics by bird."
                    aliases: [dove]
                    stability: alpha
                    consumes: [metrics]
                    plugin: "acme-birds 1.2.3"
                """)
                .contains("paths: [\"metrics -> metrics\"]", "failed:\n  - plugin: broken.jar\n    cause: ");
    }

    @Test
    void listsPluginsWithTheirComponents() throws IOException {
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        Outcome outcome = borescope("plugins", "list", "--plugins", plugins.toString(), "--log-level", "error");

        assertThat(outcome.out().replaceAll(" +", " "))
                .contains("acme-birds 1.2.3, provider unknown, " + plugins.resolve("birds.jar")
                        + ", needs api >=0.1.0 & <0.2.0")
                .contains(" exporter pigeon alpha consumes metrics")
                .contains("FAILED broken.jar: ");
        assertThat(borescope("plugins", "list", "--json", "--plugins", plugins.toString())
                        .out())
                .contains(
                        "\"id\": \"acme-birds\"", "\"paths\": [\"metrics -> metrics\"]", "\"plugin\": \"broken.jar\"");
    }

    @Test
    void verifiesPlugins() throws IOException {
        assertThat(borescope("plugins", "verify", "--plugins", plugins.toString()))
                .satisfies(outcome -> assertThat(outcome.out()).contains("birds.jar (acme-birds): usable"))
                .extracting(Outcome::exitCode)
                .isEqualTo(ExitCode.OK);

        Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");
        assertThat(borescope("plugins", "verify", broken.toString()))
                .satisfies(outcome -> assertThat(outcome.out()).contains("broken.jar: NOT usable", "->"))
                .extracting(Outcome::exitCode)
                .isEqualTo(ExitCode.FAILED);
        assertThat(borescope("plugins", "verify", plugins.toString()).err()).contains("Use --plugins");
    }

    @Test
    void printsTheConfiguration() throws IOException {
        Outcome outcome = borescope(
                "print-config",
                "-c",
                config(AcmeBirds.YAML),
                "--set",
                "exporters.dove.volume=9",
                "--plugins",
                plugins.toString());

        assertThat(outcome.out()).contains("  dove:\n    volume: 9\n");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void endsARunInOrderOnSigterm() throws Exception {
        Process agent = new ProcessBuilder(
                        command("run", "-c", config(AcmeBirds.YAML), "--plugins", plugins.toString()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader log = agent.inputReader()) {
            List<String> lines = new ArrayList<>();
            String line = log.readLine();
            while (line != null && !line.contains("Everything is ready")) {
                lines.add(line);
                line = log.readLine();
            }
            assertThat(line).as("the agent starts; it said %s", lines).isNotNull();

            agent.toHandle().destroy(); // not the process itself, which would close its output

            assertThat(log.lines().collect(Collectors.joining("\n")))
                    .contains("Stopping.")
                    .endsWith("Seen: 0 events\n  birds -> dove: exported 0, held 0, lost 0");
            assertThat(agent.waitFor()).isEqualTo(ExitCode.OK);
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void startsATracedCommandStoppedAndReturnsItsStatus() throws Exception {
        Path witness = directory.resolve("witness");
        try (TracedProcess process =
                TracedProcess.startStopped(List.of("sh", "-c", "echo $$ > " + witness + "; exit 7"))) {
            assertThat(witness).doesNotExist();

            process.resume();

            assertThat(process.waitFor()).isEqualTo(7);
            assertThat(witness).content().isEqualTo(process.pid() + "\n");
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void reportsASignalThatEndedATracedCommandLikeAShell() throws Exception {
        try (TracedProcess process = TracedProcess.startStopped(List.of("sh", "-c", "kill -KILL $$"))) {
            process.resume();

            assertThat(process.waitFor()).isEqualTo(128 + 9);
        }
    }

    @Test
    void refusesToTraceWithoutTheComponentsItNeeds() {
        Outcome outcome = borescope("trace", "--plugins", plugins.toString(), "--", "true");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(outcome.err()).contains("the built-in pipeline", "unknown receiver type \"ebpf\"");
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
