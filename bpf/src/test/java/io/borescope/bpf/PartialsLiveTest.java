package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs add up, straight from their maps; each way to attach adds up like the others. */
class PartialsLiveTest {
    private static final int THREADS = 2;
    private static final int EACH = 1_009;
    private static final long CELL = Partials.CELLS;

    @BeforeAll
    static void assumeUsable() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tp_btf", "tp"})
    void writesOfAKnownNumber(String way) throws Exception {
        PartialOptions added = new PartialOptions(Set.of(EventType.SYSCALL_WRITE), 64);
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_WRITE).withWay(ProbeGroup.SYSCALL_WRITE, way);
        Map<Integer, Long> events = new HashMap<>();
        long[] counted = new long[2];
        try (Workload calls = Workload.start("calls", THREADS, EACH);
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults(), added)) {
            Partials partials = rings.partials();
            partials.oldest(CELL);
            try (AttachedProbes _ = Observation.attach(rings, tracker, options)) {
                int process = tracker.track(calls.pid(), true);
                calls.release();
                calls.awaitEnd();
                assertThat(process).isPositive();
            }
            partials.take(cell -> cell == CELL, partial -> {
                for (int cpu = 0; cpu < partial.cpus(); cpu++) {
                    events.merge(partial.type(), partial.events(cpu), Long::sum);
                    counted[0] += partial.statistic(cpu, 0, PartialEvents.COUNT);
                    for (int bucket = 0; bucket < PartialEvents.BUCKET_COUNT; bucket++) {
                        counted[1] += partial.statistic(cpu, 0, PartialEvents.BUCKETS + (long) bucket * Long.BYTES);
                    }
                }
            });
            partials.take(cell -> true, partial -> events.merge(-1, 1L, Long::sum));
        }
        assertThat(events).isEqualTo(Map.of(EventType.SYSCALL_WRITE.id(), (long) THREADS * EACH));
        assertThat(counted).containsOnly((long) THREADS * EACH);
    }

    /** What was told at a level is added up for itself, so that figures of different rates never meet. */
    @Test
    void eachLevelOfSamplingIsAddedUpForItself() throws Exception {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_WRITE).withChangingSampling();
        EventSampling sampling = EventSampling.of(options.sampling());
        Map<Integer, Long> events = new HashMap<>();
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(
                        RingOptions.defaults(), new PartialOptions(Set.of(EventType.SYSCALL_WRITE), 64))) {
            rings.partials().oldest(CELL);
            try (AttachedProbes _ = Observation.attach(rings, tracker, options)) {
                for (int level : new int[] {0, 2}) {
                    rings.sampling().set(sampling.withLevel(EventType.SYSCALL_WRITE, level));
                    try (Workload calls = Workload.start("calls", THREADS, EACH)) {
                        tracker.track(calls.pid(), true);
                        calls.release();
                        calls.awaitEnd();
                    }
                }
            }
            rings.partials().take(_ -> true, partial -> {
                for (int cpu = 0; cpu < partial.cpus(); cpu++) {
                    events.merge(partial.kind(), partial.events(cpu), Long::sum);
                }
            });
        }
        int written = THREADS * EACH;
        int type = EventType.SYSCALL_WRITE.id();
        assertThat(events).containsOnlyKeys(EventBatch.kind(type, 0), EventBatch.kind(type, 2));
        assertThat(events).containsEntry(EventBatch.kind(type, 0), (long) written);
        assertThat(events.getOrDefault(EventBatch.kind(type, 2), 0L).doubleValue())
                .isCloseTo(written / 4.0, within(5 * Math.sqrt(written * 0.25 * 0.75)));
    }

    /** The verifier takes all of it, in each way that this kernel has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp_send tp_btf",
                "tcp_send tp",
                "tcp_recv tp_btf",
                "tcp_recv tp",
                "unix_send tp",
                "page_fault perf_event",
                "page_fault perf_event_only",
                "scheduler tp_btf"
            })
    void everyWayLoads(String groupAndWay) throws Exception {
        String[] words = groupAndWay.split(" ");
        ProbeGroup group = Objects.requireNonNull(ProbeGroup.ofLabel(words[0]));
        ProbeOptions options = ProbeOptions.of(group).withWay(group, words[1]);
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings =
                        EventRings.open(RingOptions.defaults(), new PartialOptions(PartialOptions.POSSIBLE, 64));
                AttachedProbes probes = Observation.attach(rings, tracker, options)) {
            assertThat(probes.missing()).isEmpty();
        }
    }
}
