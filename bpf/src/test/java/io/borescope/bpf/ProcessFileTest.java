package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFileTest {
    private static final int PID = 4242;
    private static final int RUNNING = 4194304;
    private static final int EXITING = 4194308;

    @TempDir
    private Path proc;

    @Test
    void tellsAProcessFromAThread() throws IOException {
        status(PID);
        assertThat(ProcessFile.isProcess(proc, PID)).isTrue();
        status(PID - 1);
        assertThat(ProcessFile.isProcess(proc, PID)).isFalse();
        assertThat(ProcessFile.isProcess(proc, PID + 1)).isFalse();
    }

    @Test
    void knowsAProcessThatIsOnItsWayOut() throws IOException {
        stat("curl", 'S', RUNNING, 1);
        assertThat(ProcessFile.isAlive(proc, PID)).isTrue();
        stat("curl", 'R', EXITING, 1);
        assertThat(ProcessFile.isAlive(proc, PID)).isFalse();
        stat("curl", 'Z', EXITING, 1);
        assertThat(ProcessFile.isAlive(proc, PID)).isFalse();
        assertThat(ProcessFile.isAlive(proc, PID + 1)).isFalse();
    }

    @Test
    void takesAProcessWhoseFirstThreadHasEndedForAlive() throws IOException {
        stat("java", 'Z', EXITING, 30);
        assertThat(ProcessFile.isAlive(proc, PID)).isTrue();
    }

    @Test
    void readsOnBehindAnyName() throws IOException {
        stat("a) Z 1 (b", 'S', RUNNING, 1);
        assertThat(ProcessFile.isAlive(proc, PID)).isTrue();
    }

    private void status(int tgid) throws IOException {
        Files.createDirectories(proc.resolve("" + PID));
        Files.writeString(proc.resolve(PID + "/status"), "Name:\tcurl\nTgid:\t" + tgid + "\nPid:\t" + PID + "\n");
    }

    private void stat(String name, char state, int flags, int threads) throws IOException {
        Files.createDirectories(proc.resolve("" + PID));
        Files.writeString(
                proc.resolve(PID + "/stat"),
                "%d (%s) %c 1 1 1 0 -1 %d 18643 0 3 0 84 9 0 0 20 0 %d 0 249124 9096802304\n"
                        .formatted(PID, name, state, flags, threads));
    }
}
