package io.borescope.engine.cli;

import io.borescope.api.component.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A command that waits before its first instruction until somebody is ready to observe it. Shares our terminal. */
final class TracedProcess implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** The shell stops itself, and becomes the command when it is continued: the process keeps its pid. */
    private static final String STOP_THEN_EXEC = "kill -STOP $$; exec \"$@\"";

    private final Process process;

    private TracedProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a command and returns once it stands still.
     *
     * @throws StartException if it does not come to stand still
     */
    static TracedProcess startStopped(List<String> command) throws StartException, InterruptedException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", STOP_THEN_EXEC, "sh"));
        shell.addAll(command);
        try {
            TracedProcess traced =
                    new TracedProcess(new ProcessBuilder(shell).inheritIO().start());
            traced.awaitStop();
            return traced;
        } catch (IOException e) {
            throw new StartException("cannot start sh, which starts the command: " + e.getMessage(), e);
        }
    }

    private void awaitStop() throws StartException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!isStopped()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                close();
                throw new StartException("the command did not stop to wait for its observer.");
            }
            Thread.sleep(1);
        }
    }

    /** See proc_pid_stat(5): the state follows the name, which is in parentheses and may itself hold some. */
    private boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    /** The kernel's tgid. */
    long pid() {
        return process.pid();
    }

    /** Lets the command begin. */
    void resume() throws StartException, InterruptedException {
        try {
            String pid = Long.toString(process.pid());
            int status = new ProcessBuilder("sh", "-c", "kill -CONT \"$0\"", pid)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new StartException("cannot continue the command: kill -CONT failed with " + status);
            }
        } catch (IOException e) {
            throw new StartException("cannot continue the command: " + e.getMessage(), e);
        }
    }

    /** Waits for its end and returns its status as a shell would: 128 and the signal's number if one ended it. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks it to end. */
    void terminate() {
        process.destroy();
    }

    /** Ends it if it has not ended; a stopped process heeds nothing else. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
