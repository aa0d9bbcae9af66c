package io.borescope.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java in the packages has what the agent's jars ask for. */
final class RuntimeIT {
    /** What jars name in code that the agent never comes to, and why. */
    private static final Map<String, String> NOT_NEEDED = Map.of(
            "java.compiler", "picocli has an annotation processor",
            "java.desktop", "commons-lang3 can fire events of java.beans");

    @Test
    void hasTheModulesThatTheJarsAskFor() throws Exception {
        Set<String> asked = new TreeSet<>(List.of(jdeps().split(",", -1)));
        asked.removeAll(NOT_NEEDED.keySet());
        assertThat(modules()).containsAll(asked).doesNotContainAnyElementsOf(NOT_NEEDED.keySet());
    }

    private static String jdeps() throws Exception {
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("lib", "plugins")) {
            try (Stream<Path> files = Files.list(Packages.DISTRIBUTION.resolve(folder))) {
                files.map(Path::toString).filter(file -> file.endsWith(".jar")).forEach(jars::add);
            }
        }
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/jdeps",
                "--multi-release",
                "25",
                "--ignore-missing-deps",
                "--print-module-deps",
                // Some jars name the modules that they need.
                "--module-path",
                Packages.DISTRIBUTION.resolve("lib").toString()));
        command.addAll(jars);
        return Command.run(command).lines().reduce((first, last) -> last).orElseThrow();
    }

    /** Of the runtime: "java.base@25.0.3" and so on. */
    private static Set<String> modules() throws Exception {
        return Command.run("target/runtime/bin/java", "--list-modules")
                .lines()
                .map(line -> line.replaceFirst("@.*", ""))
                .collect(Collectors.toSet());
    }
}
