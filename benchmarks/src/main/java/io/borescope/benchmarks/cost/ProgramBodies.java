package io.borescope.benchmarks.cost;

import io.borescope.benchmarks.cost.RunStatistics.Runs;
import io.borescope.bpf.ProbeGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** What the programs of a system call take in a process that is not tracked, without their hooks: by the kernel's run-time statistics. */
final class ProgramBodies {
    /** Programs that ran less often are not of the load. */
    private static final long LEAST_RUNS = 100_000;

    private final Map<Integer, Runs> before;
    private final Map<Integer, Runs> after;

    private ProgramBodies(Map<Integer, Runs> before, Map<Integer, Runs> after) {
        this.before = before;
        this.after = after;
    }

    /** Nanoseconds of ours for a write, times those of the textbook's, all of them attached at once. */
    static double ofTheTextbooks(Path programs, int calls, Set<ProbeGroup> groups) throws Exception {
        try (RunStatistics statistics = new RunStatistics(programs);
                Load load = new Load(programs, "write", calls);
                Agent _ = Agent.attach(groups);
                Textbook textbook = Textbook.attach(programs, "textbook_syscalls");
                Textbook empty = Textbook.attach(programs, "empty")) {
            load.run();
            Map<Integer, Runs> before = statistics.now();
            load.run();
            ProgramBodies bodies = new ProgramBodies(before, statistics.now());
            double own = bodies.nanos(empty.pid(), 0);
            return bodies.nanos(ProcessHandle.current().pid(), own) / bodies.nanos(textbook.pid(), own);
        }
    }

    /** Of the programs of a process, each without what an empty one shows. */
    private double nanos(long pid, double own) throws IOException {
        return RunStatistics.programsOf(pid).stream()
                .map(id -> Runs.of(after, id).since(Runs.of(before, id)))
                .filter(runs -> runs.count() >= LEAST_RUNS)
                .mapToDouble(runs -> runs.nanosPerRun() - own)
                .sum();
    }
}
