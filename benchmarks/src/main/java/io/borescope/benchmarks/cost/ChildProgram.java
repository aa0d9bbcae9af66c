package io.borescope.benchmarks.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One of the programs in C: says "ready" at its start, answers each byte on its stdin, and ends with that. */
final class ChildProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    ChildProgram(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.output = process.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(output.readLine())) {
            close();
            throw new IllegalStateException("did not start: " + command);
        }
    }

    int pid() {
        return Math.toIntExact(process.pid());
    }

    void ask() throws IOException {
        process.getOutputStream().write('x');
        process.getOutputStream().flush();
    }

    String line() throws IOException {
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
