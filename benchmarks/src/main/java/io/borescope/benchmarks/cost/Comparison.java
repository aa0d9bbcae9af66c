package io.borescope.benchmarks.cost;

import io.borescope.bpf.ProbeGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * What one operation of a load costs, bare and with what is attached, in nanoseconds of CPU time. Machines are noisy, so each run with
 * something attached stands between two without, and the medians of several rounds count.
 *
 * @param bare an operation without any programs
 * @param untracked what our programs add to it in a process that is not tracked
 * @param tracked what they add in one that is
 * @param partials what they add in one that is, if they add events up instead of telling them
 * @param textbookUntracked what the textbook's programs add, as above
 * @param textbookTracked what the textbook's programs add, as above
 */
record Comparison(
        String operation,
        double bare,
        double untracked,
        double tracked,
        double partials,
        double textbookUntracked,
        double textbookTracked) {

    /** Lets a load run {@code rounds} times in each way. */
    static Comparison of(
            String operation,
            Path programs,
            String mode,
            int operations,
            Set<ProbeGroup> groups,
            String textbook,
            int rounds)
            throws Exception {
        Samples bare = new Samples();
        Samples untracked = new Samples();
        Samples tracked = new Samples();
        Samples partials = new Samples();
        Samples textbookUntracked = new Samples();
        Samples textbookTracked = new Samples();
        try (Load load = new Load(programs, mode, operations)) {
            for (int round = 0; round < rounds; round++) {
                double before = load.run();
                double attachedUntracked;
                double attachedTracked;
                try (Agent agent = Agent.attach(groups)) {
                    attachedUntracked = load.run();
                    agent.track(load.pid());
                    attachedTracked = load.run();
                }
                double between = load.run();
                untracked.add(attachedUntracked - (before + between) / 2);
                tracked.add(attachedTracked - (before + between) / 2);

                double attachedPartials;
                try (Agent agent = Agent.attachAddingUp(groups)) {
                    agent.track(load.pid());
                    attachedPartials = load.run();
                }
                partials.add(attachedPartials - (between + load.run()) / 2);

                double bookUntracked;
                double bookTracked;
                try (Textbook _ = Textbook.attach(programs, textbook)) {
                    bookUntracked = load.run();
                }
                try (Textbook _ = Textbook.attach(programs, textbook, load.pid())) {
                    bookTracked = load.run();
                }
                double after = load.run();
                textbookUntracked.add(bookUntracked - (between + after) / 2);
                textbookTracked.add(bookTracked - (between + after) / 2);
                bare.add(before);
                bare.add(between);
                bare.add(after);
            }
        }
        return new Comparison(
                operation,
                bare.median(),
                untracked.median(),
                tracked.median(),
                partials.median(),
                textbookUntracked.median(),
                textbookTracked.median());
    }

    /** What an object alone adds to an operation of a load, in nanoseconds of CPU time, by the same rules. */
    static double added(Load load, Path programs, String object, int rounds) throws IOException {
        Samples added = new Samples();
        for (int round = 0; round < rounds; round++) {
            double before = load.run();
            double attached;
            try (Textbook _ = Textbook.attach(programs, object)) {
                attached = load.run();
            }
            added.add(attached - (before + load.run()) / 2);
        }
        return added.median();
    }
}
