package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SchedProbeLiveTest {
    private static final Duration TICK = Duration.ofMillis(50);

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static List<Event> observe(Workload workload, Duration tick, long[] lost) throws Exception {
        List<Event> events = new ArrayList<>();
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults())) {
            try (SchedProbe _ = SchedProbe.open(rings, tracker, tick)) {
                tracker.track(workload.pid(), true);
                workload.release();
                while (workload.isRunning()) {
                    rings.waiter().await(20);
                    Records.drain(rings, events::add);
                }
                workload.awaitEnd();
            }
            Records.drain(rings, events::add);
            rings.lost(lost);
        }
        return events;
    }

    @Test
    void chargesWhatTheKernelChargesWithinTwoPercent() throws Exception {
        try (Workload workload = Workload.start("spin", 2_000)) {
            long[] lost = new long[EventRings.EVENT_TYPES];
            List<Event> events = observe(workload, TICK, lost);
            long charged = Long.parseLong(workload.line());

            assertThat(lost).containsOnly(0);
            assertThat(sum(events, EventLayout.SPAN_NS)).isCloseTo(charged, within(charged / 50));
        }
    }

    /** A slice is time on the CPU by the clock; what the thread is charged may be less, where the hypervisor or an interrupt took some. */
    @Test
    void aSliceIsAtLeastAsLongAsWhatItIsChargedFor() throws Exception {
        try (Workload workload = Workload.start("spin", 200)) {
            List<Event> events = observe(workload, Duration.ofHours(1), new long[EventRings.EVENT_TYPES]);
            long margin = 100_000; // the scheduler reads its clock a moment before the tracepoint, at either end
            assertThat(events)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.longAt(EventLayout.SLICE_NS) + margin)
                            .isGreaterThanOrEqualTo(event.longAt(EventLayout.SPAN_NS)));
        }
    }

    /** 400 ticks, of which those count that find it running: some even on a busy machine. */
    @Test
    void chargesAThreadThatKeepsItsCpuAtTheTicks() throws Exception {
        try (Workload workload = Workload.start("spin", 2_000)) {
            List<Event> events = observe(workload, Duration.ofMillis(5), new long[EventRings.EVENT_TYPES]);
            assertThat(events)
                    .filteredOn(event -> event.integer(EventLayout.CPU_FLAGS) == 0)
                    .isNotEmpty()
                    .allSatisfy(event ->
                            assertThat(event.longAt(EventLayout.SLICE_NS)).isZero());
        }
    }

    /** Programs at the scheduler's hooks run with preemption off on every kernel, so none is ever skipped. */
    @Test
    void tellsThatNoRunWasSkipped() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults());
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                SchedProbe probe = SchedProbe.open(rings, tracker, TICK)) {
            assertThat(probe.skippedRuns()).isZero();
        }
    }

    @Test
    void chargesEachProgramImageForItself() throws Exception {
        try (Workload workload = Workload.start("execs", 23, 1)) {
            List<Event> events = observe(workload, TICK, new long[EventRings.EVENT_TYPES]);
            assertThat(events.stream().map(Event::process).distinct()).hasSize(23);
            assertThat(events).allSatisfy(event -> assertThat(event.pid()).isEqualTo(workload.pid()));
        }
    }

    @Test
    void saysWhenAThreadLeftItsCpuToWait() throws Exception {
        try (Workload workload = Workload.start("forks", 23, 1)) {
            List<Event> events = observe(workload, TICK, new long[EventRings.EVENT_TYPES]);
            int voluntary = EventLayout.CPU_SLICE_ENDED | EventLayout.CPU_VOLUNTARY;
            // 23 children end, and so does their parent; it may also have waited for some of them.
            assertThat(events)
                    .filteredOn(event -> event.integer(EventLayout.CPU_FLAGS) == voluntary)
                    .hasSizeGreaterThanOrEqualTo(24);
        }
    }

    private static long sum(List<Event> events, int field) {
        return events.stream().mapToLong(event -> event.longAt(field)).sum();
    }
}
