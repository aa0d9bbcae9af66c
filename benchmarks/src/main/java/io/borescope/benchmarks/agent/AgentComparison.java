package io.borescope.benchmarks.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what loads cost without an agent and with each of some, which take turns. */
public final class AgentComparison {
    private final Path folder;
    private final int rounds;
    private final Map<String, String> agents;

    private AgentComparison(Path folder, int rounds, Map<String, String> agents) {
        this.folder = folder;
        this.rounds = rounds;
        this.agents = agents;
    }

    /** Folder of the programs and for logs, rounds, loads with commas between them or "all", then name and command of each agent. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> agents = new LinkedHashMap<>();
        for (int i = 3; i + 1 < arguments.length; i += 2) {
            agents.put(arguments[i], arguments[i + 1]);
        }
        List<Load> loads = arguments[2].equals("all") ? Load.ALL : Load.named(Arrays.asList(arguments[2].split(",")));
        AgentComparison comparison = new AgentComparison(Path.of(arguments[0]), Integer.parseInt(arguments[1]), agents);
        System.out.println(
                "| load | agent | CPU of the agent, s | of a core | core-s per million events | work's CPU, times bare | events | lost | missing | resident, MiB |");
        System.out.println("|----|----|----|----|----|----|----|----|----|----|");
        for (Load load : loads) {
            comparison.measure(load);
        }
    }

    private void measure(Load load) throws Exception {
        List<Turn> bare = new ArrayList<>();
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            bare.add(Turn.bare(folder, load));
            for (Map.Entry<String, String> agent : agents.entrySet()) {
                Path log = folder.resolve("%s-%s.log".formatted(agent.getKey(), load.name()));
                turns.computeIfAbsent(agent.getKey(), _ -> new ArrayList<>())
                        .add(Turn.with(agent.getValue(), folder, load, log));
            }
        }
        turns.forEach((agent, measured) -> print(load, agent, measured, bare));
    }

    private static void print(Load load, String agent, List<Turn> turns, List<Turn> bare) {
        List<Double> slower = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            slower.add((double) turns.get(i).workNanos() / bare.get(i).workNanos());
        }
        double seen = median(turns, Turn::seen);
        System.out.printf(
                "| %s | %s | %.2f | %.2f %% | %s | %s | %s | %,.0f | %s | %.0f |%n",
                load.name(),
                agent,
                median(turns, turn -> turn.agentNanos() / 1e9),
                median(turns, turn -> 100.0 * turn.agentNanos() / turn.wallNanos()),
                seen > 0 && load.isWork()
                        ? "%.3f".formatted(median(turns, turn -> turn.agentNanos() / 1e3 / Math.max(1, turn.seen())))
                        : "",
                load.isWork() ? "%.2f".formatted(median(slower, ratio -> ratio)) : "",
                seen < 0 ? "" : "%,.0f".formatted(seen),
                median(turns, Turn::lost),
                median(turns, Turn::missing) < 0 ? "" : "%,.0f".formatted(median(turns, Turn::missing)),
                median(turns, turn -> turn.memory() / (double) (1 << 20)));
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> figure) {
        double[] sorted = values.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
