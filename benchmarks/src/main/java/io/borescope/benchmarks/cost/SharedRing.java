package io.borescope.benchmarks.cost;

import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.RingOptions;
import java.nio.file.Path;
import java.util.Set;

/**
 * What it costs that two CPUs write into one ring, whose lock they share, instead of into one each: how wide machines fare that have more
 * CPUs than rings.
 */
final class SharedRing {
    private static final int RINGS = 2;

    private SharedRing() {}

    /** CPU time of a tracked write by each of two threads on two CPUs, with one ring, times that with two of half its size. */
    static double ofTwo(Path programs, int calls, Set<ProbeGroup> groups, int rounds) throws Exception {
        RingOptions apart = new RingOptions(RINGS, RingOptions.defaults().bytesPerRing());
        RingOptions shared = new RingOptions(1, RINGS * apart.bytesPerRing());
        Samples ratios = new Samples();
        try (Load load = new Load(programs, "threads", calls)) {
            for (int round = 0; round < rounds; round++) {
                double withTwo = run(load, groups, apart);
                ratios.add(run(load, groups, shared) / withTwo);
            }
        }
        return ratios.median();
    }

    private static double run(Load load, Set<ProbeGroup> groups, RingOptions rings) throws Exception {
        try (Agent agent = Agent.attach(groups, rings)) {
            agent.track(load.pid());
            return load.run();
        }
    }
}
