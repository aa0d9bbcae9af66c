package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
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
}
