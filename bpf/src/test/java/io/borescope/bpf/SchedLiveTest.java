package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventType;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SchedLiveTest {
    private static final Duration TICK = Duration.ofMillis(50);

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static List<Event> observe(Workload workload, Duration tick) throws Exception {
        Observation seen =
                Observation.of(workload, ProbeOptions.of(ProbeGroup.SCHEDULER).withCpuTick(tick));
        assertThat(seen.lost()).isEmpty();
        return seen.of(EventType.SCHED_SWITCH);
    }

    @Test
    void chargesWhatTheKernelChargesWithinTwoPercent() throws Exception {
        try (Workload workload = Workload.start("spin", 2_000)) {
            List<Event> events = observe(workload, TICK);
            long charged = Long.parseLong(workload.line());

            assertThat(sum(events, CpuEvent.SPAN_NANOS)).isCloseTo(charged, within(charged / 50));
        }
    }

    /** A slice is time on the CPU by the clock; what the thread is charged may be less, where the hypervisor or an interrupt took some. */
    @Test
    void aSliceIsAtLeastAsLongAsWhatItIsChargedFor() throws Exception {
        try (Workload workload = Workload.start("spin", 200)) {
            List<Event> events = observe(workload, Duration.ofHours(1));
            long margin = 100_000; // the scheduler reads its clock a moment before the tracepoint, at either end
            assertThat(events)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.longAt(CpuEvent.SLICE_NANOS) + margin)
                            .isGreaterThanOrEqualTo(event.longAt(CpuEvent.SPAN_NANOS)));
        }
    }

    /** 400 ticks, of which those count that find it running: some even on a busy machine. */
    @Test
    void chargesAThreadThatKeepsItsCpuAtTheTicks() throws Exception {
        try (Workload workload = Workload.start("spin", 2_000)) {
            List<Event> events = observe(workload, Duration.ofMillis(5));
            assertThat(events)
                    .filteredOn(event -> event.integer(CpuEvent.FLAGS) == 0)
                    .isNotEmpty()
                    .allSatisfy(event ->
                            assertThat(event.longAt(CpuEvent.SLICE_NANOS)).isZero());
        }
    }

    /** Programs at the scheduler's hooks run with preemption off on every kernel, so none is ever skipped. */
    @Test
    void tellsThatNoRunWasSkipped() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults());
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                AttachedProbes probe = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SCHEDULER))) {
            assertThat(probe.skippedRuns()).isZero();
        }
    }

    @Test
    void chargesEachProgramImageForItself() throws Exception {
        try (Workload workload = Workload.start("execs", 23, 1)) {
            List<Event> events = observe(workload, TICK);
            assertThat(events.stream().map(Event::process).distinct()).hasSize(23);
            assertThat(events).allSatisfy(event -> assertThat(event.pid()).isEqualTo(workload.pid()));
        }
    }

    @Test
    void saysWhenAThreadLeftItsCpuToWait() throws Exception {
        try (Workload workload = Workload.start("forks", 23, 1)) {
            List<Event> events = observe(workload, TICK);
            int voluntary = CpuEvent.ENDED | CpuEvent.VOLUNTARY;
            // 23 children end, and so does their parent; it may also have waited for some of them.
            assertThat(events)
                    .filteredOn(event -> event.integer(CpuEvent.FLAGS) == voluntary)
                    .hasSizeGreaterThanOrEqualTo(24);
        }
    }

    private static long sum(List<Event> events, long field) {
        return events.stream().mapToLong(event -> event.longAt(field)).sum();
    }
}
