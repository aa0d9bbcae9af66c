package io.borescope.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A started {@code bin/borescope}: what it prints, and how it ends. */
final class Launcher implements AutoCloseable {
    static final Path HOME = Path.of("target/borescope").toAbsolutePath();

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private Launcher(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Launcher start(List<String> arguments, Map<String, String> environment) throws IOException {
        return startWith(List.of(), arguments, environment);
    }

    /** Starts it by way of another program, such as one that takes privileges away. */
    static Launcher startWith(List<String> starter, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.add(HOME.resolve("bin/borescope").toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(Path.of("target"), "borescope", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Launcher(builder.start(), output);
    }

    /** Runs it to its end and returns what it printed. */
    static String run(String... arguments) throws IOException, InterruptedException {
        try (Launcher launcher = start(List.of(arguments), Map.of())) {
            int status = launcher.awaitEnd();
            if (status != 0) {
                throw new AssertionError("borescope %s ended with %d:%n%s"
                        .formatted(String.join(" ", arguments), status, launcher.output()));
            }
            return launcher.output();
        }
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits until what it has printed satisfies the predicate; fails with the output if that does not come. */
    String awaitOutput(Predicate<String> predicate) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
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

    void terminate() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit status. */
    int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("went on running:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
