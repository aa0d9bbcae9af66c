package io.borescope.packages;

import io.borescope.testing.StartedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A started program whose environment is only what it is given: no JAVA_HOME, and a PATH of the system's folders. */
final class Command extends StartedProgram {
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Command(ProcessBuilder program) throws IOException {
        super(program, LONGEST);
    }

    /** Starts it. Its input stays open until this process ends, for those who wait for that. */
    static Command start(List<String> words, Map<String, String> environment) throws IOException {
        return new Command(program(words, environment));
    }

    private static ProcessBuilder program(List<String> words, Map<String, String> environment) {
        ProcessBuilder program = new ProcessBuilder(words);
        program.environment().clear();
        program.environment().put("PATH", PATH);
        program.environment().putAll(environment);
        return program;
    }

    /** Runs it to its end, which must be a good one, and returns what it printed. */
    static String run(String... words) throws IOException, InterruptedException {
        return run(List.of(words));
    }

    static String run(List<String> words) throws IOException, InterruptedException {
        ProcessBuilder program =
                program(words, Map.of()).redirectInput(Path.of("/dev/null").toFile());
        try (Command command = new Command(program)) {
            return command.awaitGoodEnd();
        }
    }

    /** Whether this machine has the program. */
    static boolean exists(String program) {
        return Arrays.stream(PATH.split(":", -1)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
