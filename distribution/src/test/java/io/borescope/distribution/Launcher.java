package io.borescope.distribution;

import io.borescope.testing.StartedProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A started {@code bin/borescope}. */
final class Launcher extends StartedProgram {
    static final Path HOME = Path.of("target/borescope").toAbsolutePath();

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Launcher(ProcessBuilder program) throws IOException {
        super(program, LONGEST);
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
        ProcessBuilder program =
                new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
        program.environment().putAll(environment);
        return new Launcher(program);
    }

    /** Runs it to its end and returns what it printed. */
    static String run(String... arguments) throws IOException, InterruptedException {
        try (Launcher launcher = start(List.of(arguments), Map.of())) {
            return launcher.awaitGoodEnd();
        }
    }
}
