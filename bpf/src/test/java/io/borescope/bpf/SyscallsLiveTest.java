package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.SyscallEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SyscallsLiveTest {
    private static final int THREADS = 7;
    private static final int EACH = 2_003;
    private static final int EXPECTED = THREADS * EACH;
    private static final int[] TYPES = {
        EventType.SYSCALL_WRITE.id(),
        EventType.SYSCALL_FSYNC.id(),
        EventType.SYSCALL_FDATASYNC.id(),
        EventType.SYSCALL_PWRITE.id()
    };

    private static final ProbeOptions GROUPS = ProbeOptions.of(
            ProbeGroup.SYSCALL_WRITE,
            ProbeGroup.SYSCALL_FSYNC,
            ProbeGroup.SYSCALL_FDATASYNC,
            ProbeGroup.SYSCALL_PWRITE);

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void readsEveryCallOfEveryThreadExactlyOnce() throws Exception {
        Map<Integer, Integer> read = new HashMap<>();
        long[] lost = run(RingOptions.defaults(), event -> read.merge(event.type(), 1, Integer::sum));

        for (int type : TYPES) {
            assertThat(lost[type]).isZero();
            assertThat(read).containsEntry(type, EXPECTED);
        }
    }

    static Stream<Proof> ways() {
        return Proof.ofEveryWay(
                ProbeGroup.SYSCALL_WRITE,
                ProbeGroup.SYSCALL_FSYNC,
                ProbeGroup.SYSCALL_FDATASYNC,
                ProbeGroup.SYSCALL_PWRITE);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void isExactInEveryWay(Proof proof) throws Exception {
        try (Workload workload = Workload.start("calls", THREADS, EACH)) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            assertThat(seen.lost()).isEmpty();
            proof.isExactly(EXPECTED, seen.events().size());
        }
    }

    @Test
    void countsWhatDoesNotFitInARingThatIsTooSmall() throws Exception {
        Map<Integer, Integer> read = new HashMap<>();
        long[] lost = run(new RingOptions(1, 4096), event -> read.merge(event.type(), 1, Integer::sum));

        for (int type : TYPES) {
            assertThat(lost[type]).isPositive();
            assertThat(read.getOrDefault(type, 0) + lost[type]).isEqualTo(EXPECTED);
        }
    }

    @Test
    void describesEachCall() throws Exception {
        int[] wrong = {0};
        run(RingOptions.defaults(), event -> wrong[0] += isPlausible(event) ? 0 : 1);
        assertThat(wrong[0]).isZero();
    }

    private static boolean isPlausible(Event event) {
        long latency = event.longAt(SyscallEvent.LATENCY_NANOS);
        long ret = event.longAt(SyscallEvent.RESULT);
        boolean sync = event.type() == EventType.SYSCALL_FSYNC.id() || event.type() == EventType.SYSCALL_FDATASYNC.id();
        return event.bytes().byteSize() == SyscallEvent.BYTES
                && event.process() > 0
                && event.tid() > event.pid()
                && latency > 0
                && latency < 10_000_000_000L
                && event.timestamp() <= System.nanoTime()
                && ret == (sync ? -22 : 1);
    }

    @Test
    void losesNothingWhenAllThreadsWantTheSamePlace() throws Exception {
        Map<Integer, Integer> read = new HashMap<>();
        long[] lost = run(RingOptions.defaults(), 1, event -> read.merge(event.type(), 1, Integer::sum));

        for (int type : TYPES) {
            assertThat(lost[type]).isZero();
            assertThat(read).containsEntry(type, EXPECTED);
        }
    }

    /** Under a number that is the one of futex in 64 bits; both as a call with latency and as one without. */
    @ParameterizedTest
    @EnumSource(names = {"SYSCALL_FUTEX", "FD_OPEN"})
    void leavesCallsOf32BitsOut(ProbeGroup group) throws Exception {
        Assumptions.assumeTrue("amd64".equals(System.getProperty("os.arch")), "int 0x80 is of x86");
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes _ = Observation.attach(
                        rings,
                        tracker,
                        ProbeOptions.of(group, ProbeGroup.SYSCALL_WRITE).withCalls(Map.of(group, List.of("futex"))));
                Workload workload = Workload.start("compat", 23)) {
            tracker.track(workload.pid(), false);
            workload.release();
            Assumptions.assumeTrue(workload.line().equals("done"), "a kernel without 32-bit calls");
            workload.awaitEnd();
            Map<Integer, Integer> read = new HashMap<>();
            Records.drain(rings, event -> read.merge(event.type(), 1, Integer::sum));
            assertThat(read).isEqualTo(Map.of(EventType.SYSCALL_WRITE.id(), 1));
        }
    }

    /** At hooks where the kernel may preempt programs, which are not used then: it skips some, and says how many. */
    @Test
    void whatIsMissingAtAHookThatSkipsIsNoMoreThanTheKernelSaysItSkipped() throws Exception {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_WRITE);
        int[] seen = {0};
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                BpfObject object = BpfObject.open("syscalls");
                Workload workload = Workload.start("calls", THREADS, EACH)) {
            List<String> programs = List.of("thread_exit", "sys_exit", "sys_enter");
            object.restrictTo(Set.copyOf(programs));
            rings.addTo(ProbeObject.SYSCALLS, object);
            tracker.shareSlotsWith(object);
            ProbeObject.SYSCALLS.prepare(object, options.groups(), options);
            object.load();
            for (String program : programs) {
                object.program(program).attach();
            }
            assertThat(tracker.track(workload.pid(), false)).isPositive();
            workload.release();
            workload.awaitEnd();
            object.detach();
            Records.drain(rings, _ -> seen[0]++);
            System.out.printf(
                    "SKIPPED %d of %d are missing, %d runs skipped%n",
                    EXPECTED - seen[0], EXPECTED, object.skippedRuns());
            assertThat((long) EXPECTED - seen[0]).isBetween(0L, object.skippedRuns());
        }
    }

    private static long[] run(RingOptions options, Consumer<Event> consumer) throws Exception {
        return run(options, 65_536, consumer);
    }

    private static long[] run(RingOptions options, int inFlight, Consumer<Event> consumer) throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(options);
                Workload workload = Workload.start("calls", THREADS, EACH)) {
            try (AttachedProbes _ = Observation.attach(rings, tracker, GROUPS.withInFlight(inFlight))) {
                assertThat(tracker.track(workload.pid(), false)).isPositive();
                workload.release();
                while (workload.isRunning()) {
                    rings.waiter().await(10);
                    Records.drain(rings, consumer);
                }
                workload.awaitEnd();
            }
            Records.drain(rings, consumer);
            long[] lost = new long[EventRings.EVENT_TYPES];
            rings.lost(lost);
            return lost;
        }
    }
}
