package io.borescope.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that a test has started: what it prints, and how it ends. It does not outlive its closing. */
public class StartedProgram implements AutoCloseable {
    private final List<String> words;
    private final Duration longest;
    private final Path output;
    private final Process process;

    /**
     * Starts it.
     *
     * @param program what it reads is up to its maker
     * @param longest time to wait for whatever is waited for
     */
    protected StartedProgram(ProcessBuilder program, Duration longest) throws IOException {
        this.words = List.copyOf(program.command());
        this.longest = longest;
        this.output = Files.createTempFile(Path.of("target"), "program", ".out");
        this.process = program.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Of the process that was started, which may have become another program. */
    public final long pid() {
        return process.pid();
    }

    /** What it has printed so far, errors among it. */
    public final String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits until what it has printed satisfies the predicate; fails with the output if that does not come. */
    public final String awaitOutput(Predicate<String> predicate) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
            String printed = output();
            if (predicate.test(printed)) {
                return printed;
            }
            if (ended || System.nanoTime() - deadline > 0) {
                throw new AssertionError((ended ? "ended" : "went on") + " without what was waited for:\n" + printed);
            }
        }
    }

    /** Asks it to end. */
    public final void terminate() {
        process.destroy();
    }

    /** Ends it, whatever it is doing. */
    public final void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit status. */
    public final int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("went on running:\n" + output());
        }
        return process.exitValue();
    }

    /** Waits for its end, which must be a good one, and returns what it printed. */
    public final String awaitGoodEnd() throws IOException, InterruptedException {
        int status = awaitEnd();
        if (status != 0) {
            throw new AssertionError("%s ended with %d:%n%s".formatted(String.join(" ", words), status, output()));
        }
        return output();
    }

    @Override
    public final void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
