package io.borescope.benchmarks.agent;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One line of the table.
 *
 * @param name on the command line and in the table
 * @param mode of workload.c; empty for no work
 */
record Load(String name, String mode) {
    private static final int SECONDS = 5;
    private static final int WRITES = 2_000_000;

    /** All there are. */
    static final List<Load> ALL = Stream.of(
                    Stream.of(
                            new Load("idle", ""),
                            new Load("mixed", "mixed 20000"),
                            new Load("pingpong", "pingpong 200000")),
                    Stream.of(1_000, 10_000, 100_000, 1_000_000, 0)
                            .map(rate -> new Load(
                                    rate == 0 ? "rate_most" : "rate_" + rate, "rate %d %d".formatted(rate, SECONDS))),
                    IntStream.iterate(1, count -> count <= 10_000, count -> 10 * count)
                            .mapToObj(count ->
                                    new Load("processes_" + count, "processes %d %d".formatted(count, WRITES))))
            .flatMap(loads -> loads)
            .toList();

    /** Those of some names. */
    static List<Load> named(List<String> names) {
        List<Load> found =
                ALL.stream().filter(load -> names.contains(load.name)).toList();
        if (found.size() < names.size()) {
            throw new IllegalArgumentException(
                    "loads: " + String.join(", ", ALL.stream().map(Load::name).toList()));
        }
        return found;
    }

    boolean isWork() {
        return !mode.isEmpty();
    }
}
