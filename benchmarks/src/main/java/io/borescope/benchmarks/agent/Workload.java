package io.borescope.benchmarks.agent;

import io.borescope.benchmarks.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Work of known size, see workload.c. It waits, with all its threads and processes, until it is told to run. */
final class Workload implements AutoCloseable {
    private final ChildProgram program;

    /**
     * @param programs the folder of the compiled programs
     * @param mode as in workload.c
     */
    Workload(Path programs, String mode) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(programs.resolve("workload").toString()));
        command.addAll(Arrays.asList(mode.split(" ")));
        program = new ChildProgram(command);
    }

    int pid() {
        return program.pid();
    }

    /** Lets it run once. */
    Run run() throws IOException {
        program.ask();
        String[] words = program.line().split(" ", -1);
        Map<String, Long> events = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] event = words[i].split("=", -1);
            events.put(event[0], Long.parseLong(event[1]));
        }
        return new Run(Long.parseLong(words[0]), events);
    }

    /**
     * What a run took and made.
     *
     * @param events how many of each type that is exactly known
     */
    record Run(long cpuNanos, Map<String, Long> events) {}

    @Override
    public void close() {
        program.close();
    }
}
