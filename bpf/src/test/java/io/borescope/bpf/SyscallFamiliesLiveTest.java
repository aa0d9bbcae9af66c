package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.SyscallEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of every group, in children that run at the same time. */
final class SyscallFamiliesLiveTest {
    private static final int CHILDREN = 5;
    private static final int EACH = 101;

    /** Each call is made as often again in a way that fails. */
    private static final int PER_CALL = CHILDREN * EACH * 2;

    private static final Set<ProbeGroup> GROUPS = Arrays.stream(ProbeGroup.values())
            .filter(group -> group.object() == ProbeObject.SYSCALLS)
            .collect(Collectors.toUnmodifiableSet());

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    static Stream<Proof> ways() {
        return Proof.ofEveryWay(GROUPS.toArray(ProbeGroup[]::new));
    }

    private static Workload start(List<String> calls) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("each", CHILDREN, EACH));
        arguments.addAll(calls);
        return Workload.start(arguments.toArray());
    }

    /** The usual calls of a group that this architecture has. */
    private static List<String> calls(ProbeGroup group) {
        return SyscallTable.usual(group).stream().filter(SyscallTable::isHere).toList();
    }

    private static EventType type(ProbeGroup group) {
        return group.produces().iterator().next();
    }

    private static boolean failed(Event event) {
        return event.longAt(SyscallEvent.RESULT) < 0;
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("ways")
    void tellsEveryCallWithItsResult(Proof proof) throws Exception {
        List<String> calls = calls(proof.group());
        try (Workload workload = start(calls)) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            assertThat(seen.lost()).isEmpty();
            List<Event> events = ofChildren(seen, workload, type(proof.group()));
            proof.isExactly((long) calls.size() * PER_CALL, events.size());
            assertThat(events.stream().filter(SyscallFamiliesLiveTest::failed).count())
                    .isEqualTo(Long.parseLong(workload.line()));
        }
    }

    /** The parent makes calls of its own. */
    private static List<Event> ofChildren(Observation seen, Workload workload, EventType type) {
        return seen.of(type).stream()
                .filter(event -> event.pid() != workload.pid())
                .toList();
    }

    @Test
    void observesAllGroupsAtOnce() throws Exception {
        List<String> calls = GROUPS.stream()
                .flatMap(group -> calls(group).stream())
                .filter(call -> !call.equals("close")) // has a dup of its own
                .toList();
        try (Workload workload = start(calls)) {
            Observation seen = Observation.of(workload, ProbeOptions.of(GROUPS));
            assertThat(seen.lost()).isEmpty();
            for (ProbeGroup group : GROUPS) {
                long expected = calls(group).stream().filter(calls::contains).count() * PER_CALL;
                assertThat(ofChildren(seen, workload, type(group)))
                        .as(group.label())
                        .hasSize((int) expected);
            }
        }
    }

    @Test
    void tellsOnlyTheCallsThatAreChosen() throws Exception {
        ProbeOptions options =
                ProbeOptions.of(ProbeGroup.SYSCALL_READ).withCalls(Map.of(ProbeGroup.SYSCALL_READ, List.of("preadv")));
        try (Workload workload = start(calls(ProbeGroup.SYSCALL_READ))) {
            assertThat(Observation.of(workload, options).of(EventType.SYSCALL_READ))
                    .hasSize(PER_CALL);
        }
    }

    @Test
    void tellsNoLatencyOfFileDescriptors() throws Exception {
        try (Workload workload = start(List.of("openat", "close_range"))) {
            Observation seen = Observation.of(workload, ProbeOptions.of(ProbeGroup.FD_OPEN, ProbeGroup.FD_CLOSE));
            assertThat(seen.sum(EventType.FD_OPEN, SyscallEvent.LATENCY_NANOS)).isZero();
            assertThat(seen.sum(EventType.FD_CLOSE, SyscallEvent.LATENCY_NANOS)).isZero();
            assertThat(seen.of(EventType.FD_OPEN))
                    .filteredOn(SyscallFamiliesLiveTest::failed)
                    .hasSize(PER_CALL / 2)
                    .allMatch(event -> event.longAt(SyscallEvent.RESULT) == -2);
        }
    }

    @Tag("every_kernel")
    @Test
    void attachesEveryGroupInSomeWay() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = Observation.attach(rings, tracker, ProbeOptions.of(GROUPS))) {
            assertThat(probes.attached()).containsOnlyKeys(GROUPS);
        }
    }

    /** Where the programs can be preempted, the kernel skips them for others, and says so: then that way is not used. */
    @Test
    void skipsNoRun() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE));
                Workload workload = Workload.start("calls", 7, 2_003)) {
            workload.release();
            workload.awaitEnd();
            assertThat(probes.skippedRuns()).isZero();
        }
    }
}
