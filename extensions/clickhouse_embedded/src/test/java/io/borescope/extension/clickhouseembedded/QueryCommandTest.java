package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.command.CommandException;
import io.borescope.api.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueryCommandTest {
    @TempDir
    private Path folder;

    @Test
    void answersWhileTheEngineRunsAndAfterIt() throws Exception {
        try (RealEngine engine = RealEngine.start(directory())) {
            engine.query("CREATE DATABASE x");
            engine.query("CREATE TABLE x.t (a UInt64, b String) ENGINE = MergeTree ORDER BY a");
            engine.query("INSERT INTO x.t VALUES (1, 'one'), (2, 'two')");

            assertThat(query("SELECT * FROM t ORDER BY a", "csv", "x"))
                    .isEqualTo("\"a\",\"b\"\n1,\"one\"\n2,\"two\"\n");
        }
        assertThat(query("SELECT * FROM t ORDER BY a", "csv", "x")).isEqualTo("\"a\",\"b\"\n1,\"one\"\n2,\"two\"\n");
        assertThat(query("SHOW TABLES FROM x", "csv", "")).contains("\"t\"");
        assertThat(query("SELECT b FROM x.t", "table", "")).contains("│ one │");
        assertThat(query("SELECT b FROM x.t", "json", "")).contains("\"rows\": 2");
        assertFails("SELECT nothing FROM x.t", "UNKNOWN_IDENTIFIER");
    }

    @Test
    void copiesALongAnswerWhole() throws Exception {
        RealEngine.start(directory()).close();

        String answer = query("SELECT number FROM numbers(300000)", "csv", "");

        assertThat(answer.lines().count()).isEqualTo(300_001);
        assertThat(answer).endsWith("\n299999\n");
    }

    @Test
    void asksWithTheAgentsOwnPasswordWhereThereAreUsers() throws Exception {
        Map<String, UserConfig> users = Map.of("writer", new UserConfig(new Secret("a long password"), false));
        try (RealEngine _ = RealEngine.start(directory(), users)) {
            assertThat(query("SELECT currentUser() AS me", "csv", "")).isEqualTo("\"me\"\n\"borescope\"\n");
        }
    }

    @Test
    void failsWithTheEnginesMessage() throws Exception {
        try (RealEngine _ = RealEngine.start(directory())) {
            assertFails("SELEKT 1", "SYNTAX_ERROR");
        }
    }

    @Test
    void opensTheDataOfAnEngineThatWasKilledWithItsAgent() throws Exception {
        try (RealEngine engine = RealEngine.start(directory())) {
            ProcessHandle process = engine.process();
            process.destroyForcibly();
            process.onExit().join();

            assertThat(engine.dataDirectory().endpoint()).exists();
            assertThat(query("SELECT 1 AS one", "csv", "")).isEqualTo("\"one\"\n1\n");
        }
    }

    @Test
    void letsNothingInAnAnswerSpeakToTheTerminal() throws Exception {
        try (RealEngine _ = RealEngine.start(directory())) {
            assertThat(query("SELECT char(27) || '[31m' AS red", "csv", "")).contains("\ufffd[31m");
        }
    }

    @Test
    void saysWhereItLookedWhenThereIsNothing() {
        assertFails("SELECT 1", directory().toString());
        assertThat(Files.exists(directory())).isFalse();
    }

    @Test
    void namesTheFormatsItHas() {
        assertThatThrownBy(() -> query("SELECT 1", "xml", ""))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        wrong -> assertThat(wrong.isUsage()).isTrue())
                .hasMessageContaining("table, csv, json");
    }

    private void assertFails(String sql, String message) {
        assertThatThrownBy(() -> query(sql, "csv", ""))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }

    private Path directory() {
        return folder.resolve("data");
    }

    private String query(String sql, String format, String database) throws Exception {
        Map<String, String> options = Map.of(
                "--format",
                format,
                "--database",
                database,
                "--directory",
                directory().toString());
        TestCall call = new TestCall(sql, options);
        new QueryCommand(InstantSource.system()).run(call);
        return call.output();
    }
}
