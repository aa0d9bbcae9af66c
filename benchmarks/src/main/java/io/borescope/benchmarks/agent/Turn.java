package io.borescope.benchmarks.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One load with one agent, or none.
 *
 * @param workNanos CPU time of the work
 * @param agentNanos CPU time of the agent, from the start of the work until {@link #AFTERWARDS} behind its end
 * @param wallNanos of that time
 * @param seen events that the agent saw in that time, -1 if it does not say
 * @param lost of them
 * @param missing events that the work made and no row has, -1 if no rows came
 * @param memory most resident bytes of the agent
 */
record Turn(long workNanos, long agentNanos, long wallNanos, long seen, long lost, long missing, long memory) {
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    /** As the JIT goes on for a while after the start. */
    private static final Duration BEFORE_IDLE = Duration.ofSeconds(60);

    private static final Duration IDLE = Duration.ofSeconds(20);

    /** All but the last warm up, the last counts: all make about the same. */
    private static final int RUNS = 4;

    /** The load alone. */
    static Turn bare(Path programs, Load load) throws IOException {
        if (!load.isWork()) {
            return new Turn(0, 0, 0, -1, 0, -1, 0);
        }
        try (Workload work = new Workload(programs, load.mode())) {
            work.run();
            return new Turn(work.run().cpuNanos(), 0, 0, -1, 0, -1, 0);
        }
    }

    /** The load with an agent beside it. */
    static Turn with(String command, Path programs, Load load, Path log) throws IOException, InterruptedException {
        Map<String, Long> made = new HashMap<>();
        try (RowSink rows = new RowSink();
                Workload work = new Workload(programs, load.isWork() ? load.mode() : "rate 1 1")) {
            ObservingAgent agent = new ObservingAgent(command, work.pid(), rows.endpoint(), log);
            Turn measured;
            try (agent) {
                agent.awaitReady();
                Thread.sleep(SETTLING);
                measured = load.isWork() ? busy(agent, work, made) : idle(agent);
            }
            return measured.with(Math.max(-1, agent.seen() / RUNS), Math.max(0, agent.lost()), missing(made, rows));
        }
    }

    private static Turn busy(ObservingAgent agent, Workload work, Map<String, Long> made)
            throws IOException, InterruptedException {
        for (int run = 1; run < RUNS; run++) {
            run(work, made);
            Thread.sleep(AFTERWARDS);
        }
        Duration before = agent.cpuTime();
        long begin = System.nanoTime();
        Workload.Run run = run(work, made);
        long memory = agent.memory();
        Thread.sleep(AFTERWARDS);
        return of(run.cpuNanos(), agent, before, begin, memory);
    }

    private static Workload.Run run(Workload work, Map<String, Long> made) throws IOException {
        Workload.Run run = work.run();
        run.events().forEach((type, count) -> made.merge(type, count, Long::sum));
        return run;
    }

    private static Turn idle(ObservingAgent agent) throws IOException, InterruptedException {
        Thread.sleep(BEFORE_IDLE);
        Duration before = agent.cpuTime();
        long begin = System.nanoTime();
        Thread.sleep(IDLE);
        return of(0, agent, before, begin, 0);
    }

    private static Turn of(long workNanos, ObservingAgent agent, Duration before, long begin, long memory)
            throws IOException {
        return new Turn(
                workNanos,
                agent.cpuTime().minus(before).toNanos(),
                System.nanoTime() - begin,
                -1,
                0,
                -1,
                Math.max(memory, agent.memory()));
    }

    private Turn with(long seenInRun, long lostInAll, long missingInAll) {
        return new Turn(workNanos, agentNanos, wallNanos, seenInRun, lostInAll, missingInAll, memory);
    }

    /** A few more than the work counts are its own, when it is told to run and says what it did. */
    private static long missing(Map<String, Long> made, RowSink rows) {
        if (made.isEmpty() || made.keySet().stream().allMatch(type -> rows.events(type) == 0)) {
            return -1;
        }
        return made.entrySet().stream()
                .mapToLong(type -> Math.max(0, type.getValue() - rows.events(type.getKey())))
                .sum();
    }
}
