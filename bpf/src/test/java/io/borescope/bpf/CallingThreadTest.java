package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CallingThreadTest {
    private static final String MAY_NOT = "EACCES";

    @Test
    void yieldsMoreThanOthers() throws Exception {
        int before = niceness();
        int after = before + 1;

        assertThat(inAThreadOfNiceness(after)).isEqualTo(after);
        assertThat(niceness()).as("of another thread").isEqualTo(before);
    }

    @Test
    void yieldsLessIfItMay() {
        try {
            assertThat(inAThreadOfNiceness(-10)).isEqualTo(-10);
        } catch (CompletionException e) {
            assumeTrue(!e.toString().contains(MAY_NOT), "needs CAP_SYS_NICE");
            throw e;
        }
    }

    private static int inAThreadOfNiceness(int nice) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                CallingThread.nice(nice);
                result.complete(niceness());
            } catch (BpfException | IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    /** See proc_pid_stat(5): the 19th field, the 17th behind the name. */
    private static int niceness() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
