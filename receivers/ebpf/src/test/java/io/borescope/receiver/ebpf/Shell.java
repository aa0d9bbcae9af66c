package io.borescope.receiver.ebpf;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A shell that does what a test has counted beforehand, once it is released. Its builtins write once per echo. */
final class Shell implements AutoCloseable {
    private static final long LONGEST_SECONDS = 30;

    private final Process process;
    private final BufferedReader output;

    private Shell(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a shell that waits to be released before it runs a script. */
    static Shell start(String script) throws IOException {
        Shell shell = new Shell(new ProcessBuilder("/bin/sh", "-c", "echo ready; read line; " + script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!"ready".equals(shell.line())) {
            shell.close();
            throw new IllegalStateException("the shell did not start");
        }
        shell.awaitBlocked();
        return shell;
    }

    private void awaitBlocked() throws IOException {
        while (!Files.readString(Path.of("/proc/" + pid() + "/stat")).contains(") S ")) {
            Thread.onSpinWait();
        }
    }

    int pid() {
        return Math.toIntExact(process.pid());
    }

    String line() throws IOException {
        String line = output.readLine();
        return line == null ? "" : line;
    }

    /** Lets it work. */
    void release() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("the shell did not end well");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
