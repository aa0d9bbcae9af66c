package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcFilesTest {
    @TempDir
    Path root;

    @Test
    void listsProcessesOnly() throws Exception {
        ProcTree tree = new ProcTree(root);
        tree.process(1, 0, "init", 1, "/opt/init");
        tree.process(4_194_303, 1, "last", 1, "/opt/last");
        Files.createDirectory(root.resolve("sys"));
        Files.createDirectory(root.resolve("99999999999"));

        assertThat(tree.files().pids()).containsExactlyInAnyOrder(1, 4_194_303);
    }

    @Test
    void keepsEmptyArguments() {
        ProcTree tree = new ProcTree(root);
        tree.process(5, 1, "sh", 1, "/opt/sh", "sh", "", "-c", "");

        assertThat(tree.files().commandLine(5)).containsExactly("sh", "", "-c", "");
    }

    @Test
    void keepsTheProgramBehindALongClassPath() {
        ProcTree tree = new ProcTree(root);
        tree.process(5, 1, "java", 1, "/opt/jre/java", "java", "-cp", "x".repeat(40_000), "Main");

        assertThat(tree.files().commandLine(5))
                .hasSize(4)
                .endsWith("Main")
                .element(2)
                .asString()
                .hasSize(8_192);
    }

    @Test
    void readsNoMoreArgumentsThanItsBound() {
        ProcTree tree = new ProcTree(root);
        tree.process(5, 1, "java", 1, "/opt/jre/java", "java", "x".repeat(200_000), "Main");

        assertThat(tree.files().commandLine(5)).hasSize(2);
    }

    @Test
    void namesAProgramWhoseFileWasReplaced() {
        ProcTree tree = new ProcTree(root);
        tree.process(5, 1, "geth", 1, "/usr/bin/geth (deleted)");

        assertThat(tree.files().executable(5)).isEqualTo("/usr/bin/geth");
    }

    @Test
    void answersWithNothingForAProcessThatIsGone() {
        ProcFiles files = new ProcTree(root).files();

        assertThat(files.stat(5)).isNull();
        assertThat(files.executable(5)).isEmpty();
        assertThat(files.commandLine(5)).isEmpty();
        assertThat(files.cgroups(5).path()).isEmpty();
    }
}
