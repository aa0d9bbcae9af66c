package io.borescope.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program in C: says "ready" at its start, answers each byte on its stdin, and ends with that. */
public final class ChildProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    /** Starts it and waits until it is ready. */
    public ChildProgram(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.output = process.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(output.readLine())) {
            close();
            throw new IllegalStateException("did not start: " + command);
        }
    }

    /** Its process id. */
    public int pid() {
        return Math.toIntExact(process.pid());
    }

    /** Sends it a byte. */
    public void ask() throws IOException {
        process.getOutputStream().write('x');
        process.getOutputStream().flush();
    }

    /** The next line that it prints. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("a program ended before its time");
        }
        return line;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
