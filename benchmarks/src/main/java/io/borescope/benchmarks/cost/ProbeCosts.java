package io.borescope.benchmarks.cost;

import io.borescope.benchmarks.cost.RunStatistics.Runs;
import io.borescope.bpf.ProbeGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints docs/probe-costs.md. Needs root and a machine that is not busy; takes some minutes. */
public final class ProbeCosts {
    private static final int ROUNDS = 5;
    private static final int CALLS = 1_000_000;
    private static final int SWITCHES = 100_000;
    private static final int TRANSFERS = 200_000;
    private static final int OF_ALL = 10_000;
    private static final Set<ProbeGroup> SYSCALLS = groups("syscall_");
    private static final Set<ProbeGroup> SCHEDULER = groups("scheduler");
    private static final Set<ProbeGroup> SOCKETS = groups("syscall_", "tcp_");

    private final Path programs;

    private ProbeCosts(Path programs) {
        this.programs = programs;
    }

    /**
     * Measures.
     *
     * @param arguments the folder with what benchmarks/cost.sh compiled
     */
    public static void main(String[] arguments) throws Exception {
        new ProbeCosts(Path.of(arguments[0])).print();
    }

    private static Set<ProbeGroup> groups(String... prefixes) {
        return Arrays.stream(ProbeGroup.values())
                .filter(group -> Stream.of(prefixes).anyMatch(group.label()::startsWith))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProbeGroup.class)));
    }

    private void print() throws Exception {
        Comparison write = Comparison.of("write", programs, "write", CALLS, SYSCALLS, "textbook_syscalls", ROUNDS);
        Comparison mix = Comparison.of(
                "a call, every other one a write", programs, "mix", CALLS, SYSCALLS, "textbook_syscalls", ROUNDS);
        Comparison threads = Comparison.of(
                "write, by two threads", programs, "threads", CALLS, SYSCALLS, "textbook_syscalls", ROUNDS);
        Comparison tcp = Comparison.of(
                "loopback TCP, written and read", programs, "tcp", TRANSFERS, SYSCALLS, "textbook_syscalls", ROUNDS);
        Comparison sockets = Comparison.of(
                "the same with its probes", programs, "tcp", TRANSFERS, SOCKETS, "textbook_syscalls", ROUNDS);
        Comparison change =
                Comparison.of("context switch", programs, "switches", SWITCHES, SCHEDULER, "textbook_sched", ROUNDS);

        printIntroduction();
        System.out.println("""

                ## Against the textbook

                | Operation | Bare | Not tracked | Tracked | Tracked, partials | Textbook, not tracked | Textbook, tracked |
                | --- | --- | --- | --- | --- | --- | --- |""");
        print(write);
        print(threads);
        print(mix);
        print(tcp);
        print(sockets);
        print(change);
        System.out.println("""

                | Target | Limit | Measured | |
                | --- | --- | --- | --- |""");
        print("not tracked, ns added to a call of the mix", 160, mix.untracked());
        print(
                "not tracked, bodies of the programs, of the textbook's",
                0.5,
                ProgramBodies.ofTheTextbooks(programs, CALLS, SYSCALLS));
        print("tracked, a watched call, of the textbook's", 0.2, write.tracked() / write.textbookTracked());
        print("tracked, a call, times the bare one", 3, (write.bare() + write.tracked()) / write.bare());
        print("tracked, a call of two threads, of one thread's", 1, threads.tracked() / write.tracked());
        print("tracked, loopback TCP, times the bare one", 1.15, (tcp.bare() + tcp.tracked()) / tcp.bare());
        print("partials, a call, of the same with events", 1, write.partials() / write.tracked());
        print("tracked, a context switch, of the textbook's", 0.5, change.tracked() / change.textbookTracked());
        System.out.printf("""

                A write of each of two threads on two CPUs that share a ring takes %.2f times what it takes with a ring each, bare call and
                programs included. That is what a machine pays per pair of CPUs where it has more of them than rings.
                """, SharedRing.ofTwo(programs, CALLS, SYSCALLS, ROUNDS));
        printPartials();
        printState();
        printPrograms();
    }

    private void printPartials() throws Exception {
        System.out.println("""

                ## Partials beside events

                Nanoseconds that a run takes by the kernel's run-time statistics, which add some dozens to each: medians of rounds in which both take turns.

                | Load | Program | Events | Partials | Ratio |
                | --- | --- | --- | --- | --- |""");
        PartialsBesideEvents.print(programs, "write", CALLS, SYSCALLS, 2 * ROUNDS);
        PartialsBesideEvents.print(programs, "switches", SWITCHES, SCHEDULER, 2 * ROUNDS);
    }

    private void printState() throws Exception {
        System.out.println("""

                ## Where a thread's state lies

                What one program at `sys_enter` adds to a write when it puts the time into state of its thread, beyond an empty program.

                | State | ns |
                | --- | --- |""");
        try (Load load = new Load(programs, "write", CALLS)) {
            double empty = Comparison.added(load, programs, "empty", ROUNDS);
            printState("array, direct-mapped by tid", Comparison.added(load, programs, "state_array", ROUNDS) - empty);
            printState("task storage", Comparison.added(load, programs, "state_storage", ROUNDS) - empty);
            printState("hash map, update", Comparison.added(load, programs, "state_hash", ROUNDS) - empty);
        }
    }

    private static void printState(String place, double nanos) {
        System.out.printf("| %s | %.0f |%n", place, nanos);
    }

    private static void printIntroduction() throws IOException {
        System.out.printf(
                """
                # What the probes cost

                Written by `benchmarks/cost.sh --write` on Linux %s, %d CPUs (%s). Nanoseconds belong to that machine, and interrupts and clocks are
                dear in a virtual one: compare within a table. Events are read meanwhile by a thread that does nothing with them.

                CPU time of an operation in nanoseconds: bare, and what the programs add to it. Medians of %d rounds, each with something attached
                between two without, and with the kernel's statistics off. The textbook has a pair of tracepoints for each system call, hash maps for filter and
                state, and rings that decide on wake-ups themselves ([programs](../benchmarks/programs)).
                """, System.getProperty("os.version"), Runtime.getRuntime().availableProcessors(), processor(), ROUNDS);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static void print(Comparison measured) {
        System.out.printf(
                "| %s | %.0f | +%.0f | +%.0f | +%.0f | +%.0f | +%.0f |%n",
                measured.operation(),
                measured.bare(),
                measured.untracked(),
                measured.tracked(),
                measured.partials(),
                measured.textbookUntracked(),
                measured.textbookTracked());
    }

    private static void print(String target, double limit, double measured) {
        System.out.printf(
                "| %s | %s | %.2f | %s |%n", target, limit, measured, measured <= limit ? "kept" : "**missed**");
    }

    private void printPrograms() throws Exception {
        try (RunStatistics statistics = new RunStatistics(programs);
                Load load = new Load(programs, "all", OF_ALL);
                Agent agent = Agent.attach(EnumSet.allOf(ProbeGroup.class));
                Textbook empty = Textbook.attach(programs, "empty")) {
            load.run();
            Map<Integer, Runs> before = statistics.now();
            load.run();
            Map<Integer, Runs> untracked = statistics.now();
            agent.track(load.pid());
            load.run();
            Map<Integer, Runs> tracked = statistics.now();

            double own = RunStatistics.programsOf(empty.pid()).stream()
                    .mapToDouble(id ->
                            Runs.of(untracked, id).since(Runs.of(before, id)).nanosPerRun())
                    .sum();
            System.out.printf(
                    """

                    ## Program by program

                    By the kernel's run-time statistics over a mixed load (system calls, pipes, sockets, files, page faults, forks), without the %.0f ns that they
                    show for an empty program; the hook itself comes on top. Runs for other processes of the host are in both columns. Attached: %s.

                    | Program | Runs, not tracked | ns each | Runs, tracked | ns each |
                    | --- | --- | --- | --- | --- |
                    """, own, agent.attached().stream().map(ProbeGroup::label).collect(Collectors.joining(", ")));
            Set<Integer> ours = RunStatistics.programsOf(ProcessHandle.current().pid());
            ours.retainAll(tracked.keySet());
            for (int id : ours) {
                Runs first = Runs.of(untracked, id);
                Runs last = Runs.of(tracked, id);
                System.out.printf(
                        "| %s | %s | %s |%n",
                        last.name(), cells(first.since(Runs.of(before, id)), own), cells(last.since(first), own));
            }
        }
    }

    private static String cells(Runs runs, double own) {
        return runs.count() == 0 ? "0 | " : "%d | %.0f".formatted(runs.count(), runs.nanosPerRun() - own);
    }
}
