package io.borescope.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.engine.plugin.AcmeBirds;
import io.borescope.engine.plugin.AcmeFalconry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of plugins, by the whole command line. */
class PluginCommandsTest {
    private static final String PROPERTY = "borescope.plugins";

    /** What a command wrote and returned. */
    private record Outcome(int exitCode, String out, String err) {}

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void install() throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        AcmeBirds.install(plugins, directory.resolve("birds"));
        AcmeFalconry.install(plugins, directory.resolve("falcons"));
        System.setProperty(PROPERTY, plugins.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    private static Outcome borescope(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    @Test
    void readsOptionsAndTheArgumentForThem() {
        assertThat(borescope("whistle")).isEqualTo(new Outcome(ExitCode.OK, "nothing once false\n", "whistled\n"));
        assertThat(borescope("whistle", "--times", "3", "--loud", "a tune").out())
                .isEqualTo("a tune 3 true\n");
        assertThat(borescope("whistle", "a tune", "--times=3").out()).isEqualTo("a tune 3 false\n");
    }

    @Test
    void showsThemBesideOurOwn() {
        assertThat(borescope("--help").out()).contains("  run ", "  whistle ", "  falcon ");
        assertThat(borescope("falcon", "--help").out()).contains("fly", "land", "What there is to do about falcon.");
        assertThat(borescope("whistle", "--help").out())
                .startsWith("Usage: borescope whistle")
                .contains("[TUNE]", "--times=N", "How often.", "--loud", "--config", "Has a falcon whistle.");
    }

    @Test
    void answersAWrongCommandLineAsForOurOwn() {
        assertThat(borescope("whistle", "--tune").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("whistle", "--tune").err()).contains("Unknown option", "Try 'borescope whistle --help'.");
        assertThat(borescope("whistle", "one", "two").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("whistle", "--times").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("falcon").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("falcon", "swim").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsThemWhatIsConfiguredForTheirComponents() throws IOException {
        String config = Files.writeString(directory.resolve("agent.yaml"), AcmeFalconry.YAML)
                .toString();

        assertThat(borescope("falcon", "fly").out()).isEmpty();
        assertThat(borescope("falcon", "fly", "--config", config).out()).isEqualTo("300\n20\n");
        assertThat(borescope("falcon", "fly", "--config", config, "--set", "exporters.falcon.height=5")
                        .out())
                .isEqualTo("5\n20\n");
    }

    @Test
    void doesNotRunThemWithAWrongConfiguration() throws IOException {
        String config = Files.writeString(directory.resolve("agent.yaml"), "exporters: {falcn: {}}")
                .toString();

        Outcome outcome = borescope("falcon", "fly", "--config", config);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(outcome.err()).contains("falcn");
    }

    @Test
    void endsAsTheySay() {
        assertThat(borescope("falcon", "land")).isEqualTo(new Outcome(ExitCode.FAILED, "", "There is no arm.\n"));
        assertThat(borescope("falcon", "stray")).isEqualTo(new Outcome(ExitCode.USAGE, "", "Not without a bell.\n"));
        assertThat(borescope("falcon", "moult"))
                .returns(ExitCode.FAILED, Outcome::exitCode)
                .extracting(Outcome::err)
                .asString()
                .contains("no feathers", "--debug")
                .doesNotContain("\tat ");
    }

    /** The plugin's {@code validate}, its second {@code whistle}, and all of a factory that fails to name its own. */
    @Test
    void leavesOutWhatIsTakenOrBroken() {
        assertThat(borescope("validate").err()).startsWith("Missing option: --config FILE");
        assertThat(borescope("whistle").out()).doesNotContain("another tune");
        assertThat(borescope("falcon", "fly").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void worksWithoutADirectoryOfPlugins() {
        System.setProperty(PROPERTY, directory.resolve("none").toString());
        assertThat(borescope("whistle").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(borescope("--version").exitCode()).isEqualTo(ExitCode.OK);
    }
}
