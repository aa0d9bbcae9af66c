package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SamplingLiveTest {
    private static final int WRITES = 20_000;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static Observation observe(Sampling sampling) throws Exception {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_WRITE, ProbeGroup.SYSCALL_PWRITE)
                .withSampling(Map.of(EventType.SYSCALL_WRITE, sampling));
        try (Workload workload = Workload.start("calls", 1, WRITES)) {
            return Observation.of(workload, options);
        }
    }

    /** Five standard deviations: one run in a million would fail. */
    @Test
    void tellsEachEventByChance() throws Exception {
        Observation seen = observe(new Sampling(Sampling.Mode.PROBABILITY, 0.25));
        double deviation = Math.sqrt(WRITES * 0.25 * 0.75);
        assertThat((double) seen.count(EventType.SYSCALL_WRITE))
                .isBetween(WRITES * 0.25 - 5 * deviation, WRITES * 0.25 + 5 * deviation);
        assertThat(seen.count(EventType.SYSCALL_PWRITE)).as("not sampled").isEqualTo(WRITES);
        assertThat(seen.lost()).isEmpty();
    }

    /** On each CPU one of ten: a rest of up to nine on each is not told yet. */
    @Test
    void tellsOneOfSoManyOnEachCpu() throws Exception {
        Observation seen = observe(new Sampling(Sampling.Mode.NTH, 0.1));
        assertThat(seen.count(EventType.SYSCALL_WRITE))
                .isBetween((long) WRITES / 10 - Libbpf.numPossibleCpus(), (long) WRITES / 10);
        assertThat(seen.lost()).isEmpty();
    }

    /** Each event says at which level it was told; what the levels stand for adds up to what happened, within five standard deviations. */
    @Test
    void changesWhatIsToldWhileProgramsRun() throws Exception {
        int[] levels = {0, 3, 6, 1};
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_WRITE, ProbeGroup.SYSCALL_PWRITE)
                .withSampling(Map.of(EventType.SYSCALL_PWRITE, new Sampling(Sampling.Mode.NTH, 0.5)))
                .withChangingSampling();
        EventSampling sampling = EventSampling.of(options.sampling());
        List<Event> told = new ArrayList<>();
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes _ = Observation.attach(rings, tracker, options)) {
            for (int level : levels) {
                rings.sampling()
                        .set(sampling.withLevel(EventType.SYSCALL_WRITE, level)
                                .withLevel(EventType.SYSCALL_PWRITE, level));
                try (Workload workload = Workload.start("calls", 1, WRITES)) {
                    tracker.track(workload.pid(), true);
                    workload.release();
                    while (workload.isRunning()) {
                        rings.waiter().await(10);
                        Records.drain(rings, told::add);
                    }
                    workload.awaitEnd();
                }
                Records.drain(rings, told::add);
            }
        }
        for (int level : levels) {
            double rate = sampling.of(EventType.SYSCALL_WRITE, level).rate();
            assertThat(count(told, EventType.SYSCALL_WRITE, level) / rate)
                    .isCloseTo(WRITES, within(5 * Math.sqrt(WRITES * (1 - rate) / rate)));
            double nth = sampling.of(EventType.SYSCALL_PWRITE, level).rate();
            assertThat(count(told, EventType.SYSCALL_PWRITE, level) / nth)
                    .as("one of so many on each CPU; a rest of a level before may be told at this one")
                    .isCloseTo(WRITES, within(2 * Libbpf.numPossibleCpus() / nth));
        }
    }

    private static double count(List<Event> events, EventType type, int level) {
        return events.stream()
                .filter(event -> event.type() == type.id() && event.level() == level)
                .count();
    }
}
