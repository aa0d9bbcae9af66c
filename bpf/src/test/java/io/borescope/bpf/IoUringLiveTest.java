package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.IoUringEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IoUringLiveTest {
    private static final int EACH = 1_009;
    private static final int NOP = 0;
    private static final int WRITE = 23;
    private static final int UNKNOWN = -1;
    private static final int EINVAL = -22;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    static Stream<Proof> ways() {
        return Proof.ofEveryWay(ProbeGroup.IO_URING);
    }

    /** What the workload counted itself. */
    private record Truth(long submitted, long completed, long sumOfResults) {
        static Truth of(Workload workload) throws Exception {
            String line = workload.line();
            Assumptions.assumeFalse(
                    line.equals("none"), "io_uring is not in this kernel, or kernel.io_uring_disabled is set");
            String[] numbers = line.split(" ");
            return new Truth(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("ways")
    void tellsEverySubmissionAndEveryCompletion(Proof proof) throws Exception {
        try (Workload workload = Workload.start("io_uring", EACH)) {
            Observation seen = proof.observe(workload, ProbeOptions.of(ProbeGroup.IO_URING));
            Truth truth = Truth.of(workload);
            assertThat(seen.lost()).isEmpty();
            proof.isExactly(truth.submitted(), seen.count(EventType.IO_URING_SUBMIT));
            proof.isExactly(truth.completed(), seen.count(EventType.IO_URING_COMPLETE));
            assertThat(seen.of(EventType.IO_URING_COMPLETE).stream()
                            .mapToLong(event -> event.integer(IoUringEvent.RESULT))
                            .sum())
                    .isEqualTo(truth.sumOfResults());
        }
    }

    @Test
    void describesEachRequest() throws Exception {
        try (Workload workload = Workload.start("io_uring", EACH)) {
            Observation seen = Observation.of(workload, ProbeOptions.of(ProbeGroup.IO_URING));
            Truth.of(workload);
            assertThat(seen.events()).isNotEmpty().allMatch(event -> event.pid() == workload.pid());
            assertThat(completions(seen, WRITE)).hasSize(2 * EACH).allMatch(IoUringLiveTest::hasLatency);
            assertThat(completions(seen, NOP))
                    .filteredOn(IoUringLiveTest::hasLatency)
                    .hasSize(EACH);
            // What the kernel does not know it completes without a submission, newer ones as a nop, older ones as
            // nothing known.
            assertThat(seen.of(EventType.IO_URING_COMPLETE))
                    .filteredOn(event -> event.integer(IoUringEvent.RESULT) == EINVAL)
                    .filteredOn(event -> Set.of(NOP, UNKNOWN).contains(event.integer(IoUringEvent.OPCODE)))
                    .hasSize(EACH)
                    .noneMatch(IoUringLiveTest::hasLatency);
        }
    }

    private static List<Event> completions(Observation seen, int opcode) {
        return seen.of(EventType.IO_URING_COMPLETE).stream()
                .filter(event -> event.integer(IoUringEvent.OPCODE) == opcode)
                .toList();
    }

    private static boolean hasLatency(Event event) {
        long latency = event.longAt(IoUringEvent.LATENCY_NANOS);
        return latency > 0 && latency < 60_000_000_000L;
    }

    @Test
    void attachesInSomeWay() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.IO_URING))) {
            assertThat(probes.attached()).containsKey(ProbeGroup.IO_URING);
        }
    }
}
