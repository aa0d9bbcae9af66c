package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.api.event.EventType;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProcessTrackerLiveTest {
    private static final int CHILDREN = 1_000;
    private static final int WRITES = 3;
    private static final int IMAGES = 23;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    /** What a receiver does: event rings first, then the lifecycle ring to its end, then the events. */
    private static final class Observer {
        private final Map<Integer, Event> births = new HashMap<>();
        private final Map<Integer, Event> deaths = new HashMap<>();
        private final Map<Integer, Integer> writes = new HashMap<>();
        private final Set<Integer> unknown = new HashSet<>();
        private final ProcessTracker tracker;
        private final EventRings rings;
        private final long[] offsets = new long[4096];

        private Observer(ProcessTracker tracker, EventRings rings) {
            this.tracker = tracker;
            this.rings = rings;
        }

        private void known(int process) {
            births.put(process, new Event(MemorySegment.ofArray(new byte[ProcessEvent.BYTES])));
        }

        private void observe() {
            for (int i = 0; i < rings.count(); i++) {
                RingReader ring = rings.reader(i);
                int count = ring.read(offsets, offsets.length);
                Records.drain(tracker.lifecycle(), this::lifecycle);
                for (int j = 0; j < count; j++) {
                    event(Records.copy(ring, offsets[j]));
                }
                ring.release();
            }
        }

        private void lifecycle(Event event) {
            if (event.type() == EventType.PROCESS_EXIT.id()) {
                deaths.put(event.process(), event);
            } else if (event.process() != 0) {
                births.put(event.process(), event);
            }
        }

        private void event(Event event) {
            writes.merge(event.process(), 1, Integer::sum);
            if (!births.containsKey(event.process())) {
                unknown.add(event.process());
            }
        }

        private void observeToTheEnd(Workload workload) throws Exception {
            while (workload.isRunning()) {
                rings.waiter().await(1);
                observe();
            }
            workload.awaitEnd();
            observe();
            observe();
        }
    }

    @Test
    void tracksNothingOnceItIsDetached() throws Exception {
        try (Workload workload = Workload.start("blocks");
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults())) {
            assertThat(tracker.track(workload.pid(), true)).isPositive();
            tracker.detach();
            assertThat(tracker.processOf(workload.pid())).isZero();
        }
    }

    static List<List<String>> programs() {
        return List.of(ProcessTracker.PROGRAMS, ProcessTracker.PROGRAMS_TP);
    }

    /** The second ones are for new kernels, and use what old ones do not have. */
    private static ProcessTracker open(List<String> programs) throws BpfException {
        try {
            return ProcessTracker.open(TrackerOptions.defaults(), programs);
        } catch (BpfException refused) {
            assumeTrue(programs.equals(ProcessTracker.PROGRAMS), refused.cause());
            throw refused;
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("programs")
    void knowsEveryChildBeforeItsFirstCallAndMissesNone(List<String> programs) throws Exception {
        try (ProcessTracker tracker = open(programs);
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE));
                Workload workload = Workload.start("forks", CHILDREN, WRITES)) {
            int parent = tracker.track(workload.pid(), true);
            Observer observer = new Observer(tracker, rings);
            observer.known(parent);
            workload.release();
            observer.observeToTheEnd(workload);

            assertThat(observer.unknown).isEmpty();
            assertThat(observer.writes).hasSize(CHILDREN);
            assertThat(observer.writes.values()).containsOnly(WRITES);
            assertThat(observer.births).hasSize(CHILDREN + 1);
            assertThat(observer.deaths.keySet()).isEqualTo(observer.births.keySet());
            observer.births.remove(parent);
            assertThat(observer.births.values()).allSatisfy(birth -> assertFork(birth, parent, workload.pid()));
            assertThat(observer.deaths.values().stream()
                            .mapToInt(death -> death.integer(ProcessEvent.EXIT_CODE) >> 8)
                            .max())
                    .hasValue(0x7f);
            assertThat(tracker.processOf(workload.pid())).isZero();
            assertNothingLost(tracker);
        }
    }

    private static void assertFork(Event birth, int parent, int parentPid) {
        assertThat(birth.type()).isEqualTo(EventType.PROCESS_FORK.id());
        assertThat(birth.integer(ProcessEvent.PREVIOUS_PROCESS)).isEqualTo(parent);
        assertThat(birth.integer(ProcessEvent.PARENT_PID)).isEqualTo(parentPid);
        assertThat(birth.integer(ProcessEvent.FLAGS)).isEqualTo(ProcessEvent.CHILDREN);
        assertThat(birth.tid()).isEqualTo(birth.pid());
        assertThat(birth.text(ProcessEvent.COMM)).isEqualTo("workload");
        assertThat(birth.longAt(ProcessEvent.START_BOOTTIME_NANOS)).isPositive();
    }

    private static void assertNothingLost(ProcessTracker tracker) throws BpfException {
        long[] lost = new long[EventRings.EVENT_TYPES];
        tracker.lost(lost);
        assertThat(lost).containsOnly(0);
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("programs")
    void givesEveryProgramImageASerialOfItsOwn(List<String> programs) throws Exception {
        try (ProcessTracker tracker = open(programs);
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE));
                Workload workload = Workload.start("execs", IMAGES, WRITES)) {
            int first = tracker.track(workload.pid(), false);
            Observer observer = new Observer(tracker, rings);
            observer.known(first);
            workload.release();
            observer.observeToTheEnd(workload);

            assertThat(observer.unknown).isEmpty();
            assertThat(observer.writes).hasSize(IMAGES);
            assertThat(observer.writes.values()).containsOnly(WRITES);
            assertThat(observer.deaths).hasSize(1);
            observer.births.remove(first);
            Set<Integer> replaced = new HashSet<>();
            for (Event exec : observer.births.values()) {
                assertThat(exec.type()).isEqualTo(EventType.PROCESS_EXEC.id());
                assertThat(exec.pid()).isEqualTo(workload.pid());
                assertThat(exec.text(ProcessEvent.FILENAME)).isEqualTo("/proc/self/exe");
                replaced.add(exec.integer(ProcessEvent.PREVIOUS_PROCESS));
            }
            assertThat(replaced).hasSize(IMAGES - 1).contains(first);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tellsOfEveryExecOnTheHost(List<String> programs) throws Exception {
        try (ProcessTracker tracker = open(programs)) {
            Process process = new ProcessBuilder("/bin/true").start();
            List<Event> events = new ArrayList<>();
            while (process.isAlive()) {
                tracker.await(10);
                Records.drain(tracker.lifecycle(), events::add);
            }
            Records.drain(tracker.lifecycle(), events::add);
            assertThat(events)
                    .filteredOn(event -> event.pid() == process.pid())
                    .extracting(event -> event.text(ProcessEvent.COMM))
                    .contains("true");
        }
    }

    @Test
    void tracksAndUntracks() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                Workload workload = Workload.start("blocks")) {
            int pid = workload.pid();
            int serial = tracker.track(pid, false);
            assertThat(serial).isPositive();
            assertThat(tracker.track(pid, true)).isEqualTo(serial);
            assertThat(tracker.processOf(pid)).isEqualTo(serial);
            tracker.untrack(pid);
            assertThat(tracker.processOf(pid)).isZero();
            assertThat(tracker.track(pid, false)).isGreaterThan(serial);
        }
    }

    /** Windows that were open when a tracker was closed still know its serials. */
    @ParameterizedTest
    @MethodSource("programs")
    void doesNotBeginWithTheSerialsOfAnEarlierTracker(List<String> programs) throws Exception {
        List<Integer> serials = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            try (Workload workload = Workload.start("forks", 23, 0);
                    ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults(), programs)) {
                serials.add(tracker.track(workload.pid(), true));
                workload.release();
                workload.awaitEnd();
                Records.drain(tracker.lifecycle(), event -> {
                    if (event.type() == EventType.PROCESS_FORK.id()) {
                        serials.add(event.process());
                    }
                });
            }
        }

        assertThat(serials).hasSize(3 * 24).doesNotHaveDuplicates();
    }

    @Test
    @SuppressWarnings("try") // closed early on purpose
    void refusesQuestionsOnceClosed() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults())) {
            tracker.close();
            int self = Math.toIntExact(ProcessHandle.current().pid());
            assertThatIllegalStateException().isThrownBy(() -> tracker.track(self, false));
            assertThatIllegalStateException().isThrownBy(() -> tracker.untrack(self));
            assertThatIllegalStateException().isThrownBy(() -> tracker.processOf(self));
        }
    }

    @Test
    void tracksNoThreadsNoDeadAndNoImpossibleProcesses() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults())) {
            Process process = new ProcessBuilder("/bin/true").start();
            process.waitFor();
            int thread = anotherThread();
            assertThat(List.of(Math.toIntExact(process.pid()), thread, 0, -1, Integer.MAX_VALUE))
                    .allSatisfy(pid -> assertThat(tracker.track(pid, true)).isZero());
        }
    }

    /** The id of a thread of this process that is not its first. */
    private static int anotherThread() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.mapToInt(task -> Integer.parseInt(task.getFileName().toString()))
                    .filter(tid -> tid != ProcessHandle.current().pid())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void leavesACallThatWasUnderWayOut() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_READ));
                Workload workload = Workload.start("blocks")) {
            tracker.track(workload.pid(), false);
            workload.release();
            Thread.sleep(20); // the first read, which nobody saw begin, ends; the second begins
            workload.release();
            workload.awaitEnd();
            List<Event> reads = new ArrayList<>();
            Records.drain(rings, reads::add);
            assertThat(reads)
                    .singleElement()
                    .satisfies(read ->
                            assertThat(read.longAt(SyscallEvent.LATENCY_NANOS)).isPositive());
        }
    }
}
