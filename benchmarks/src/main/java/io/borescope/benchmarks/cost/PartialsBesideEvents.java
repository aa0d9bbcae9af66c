package io.borescope.benchmarks.cost;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProgramRuns;
import io.borescope.bpf.RunTimeStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What programs cost that tell events, and the same programs when they add them up: by the kernel's run-time statistics, which a busy machine
 * disturbs less than the load's CPU time. Both take turns.
 */
final class PartialsBesideEvents {
    /** Programs that ran less often are not of the load. */
    private static final long LEAST_RUNS = 10_000;

    private final Map<String, List<Double>> events = new TreeMap<>();
    private final Map<String, List<Double>> partials = new TreeMap<>();

    private PartialsBesideEvents() {}

    /** Prints a row for each program that a load makes run. */
    static void print(Path programs, String mode, int operations, Set<ProbeGroup> groups, int rounds) throws Exception {
        PartialsBesideEvents measured = new PartialsBesideEvents();
        try (RunTimeStats _ = RunTimeStats.enable();
                Load load = new Load(programs, mode, operations)) {
            for (int round = 0; round < rounds; round++) {
                try (Agent agent = Agent.attach(groups)) {
                    measure(agent, load, measured.events);
                }
                try (Agent agent = Agent.attachAddingUp(groups)) {
                    measure(agent, load, measured.partials);
                }
            }
        }
        measured.events.forEach((program, told) -> {
            double one = median(told);
            double added = median(measured.partials.getOrDefault(program, told));
            System.out.printf("| %s | %s | %.0f | %.0f | %.2f |%n", mode, program, one, added, added / one);
        });
    }

    private static void measure(Agent agent, Load load, Map<String, List<Double>> nanos) throws Exception {
        agent.track(load.pid());
        load.run();
        Map<String, ProgramRuns> before = byName(agent);
        load.run();
        byName(agent).forEach((name, after) -> {
            ProgramRuns earlier = before.getOrDefault(name, after);
            long runs = after.count() - earlier.count();
            if (runs >= LEAST_RUNS) {
                double each = (double) (after.nanos() - earlier.nanos()) / runs;
                nanos.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
            }
        });
    }

    private static Map<String, ProgramRuns> byName(Agent agent) throws BpfException {
        Map<String, ProgramRuns> byName = new HashMap<>();
        agent.programRuns().forEach(runs -> byName.put(runs.program(), runs));
        return byName;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
