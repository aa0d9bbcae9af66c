package io.borescope.packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A started program with what it prints. Its environment is only what it is given: no JAVA_HOME, and a PATH of the system's folders. */
final class Command implements AutoCloseable {
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long LONGEST_SECONDS = 180;

    private final Process process;
    private final Path output;

    private Command(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Command start(List<String> words, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(Path.of("target"), "command", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().putAll(environment);
        return new Command(builder.start(), output);
    }

    /** Runs it to its end, which must be a good one, and returns what it printed. */
    static String run(String... words) throws IOException, InterruptedException {
        return run(List.of(words));
    }

    static String run(List<String> words) throws IOException, InterruptedException {
        try (Command command = start(words, Map.of())) {
            command.process.getOutputStream().close();
            int status = command.awaitEnd();
            if (status != 0) {
                throw new AssertionError("%s ended with %d:%n%s".formatted(words, status, command.output()));
            }
            return command.output();
        }
    }

    /** Whether this machine has the program. */
    static boolean exists(String program) {
        return Arrays.stream(PATH.split(":", -1)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits until what it has printed satisfies the predicate; fails with the output if that does not come. */
    String awaitOutput(Predicate<String> predicate) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
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

    /** Its exit status. */
    int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
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
