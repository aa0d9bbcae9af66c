package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.bpf.AddedUp.Row;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs add up, straight from their maps; each way to attach adds up like the others. */
class PartialsLiveTest {
    private static final int THREADS = 2;
    private static final int EACH = 1_009;
    private static final int WRITTEN = THREADS * EACH;
    private static final int PAGES = 2_003;
    private static final int PAGE = 4_096;
    private static final int FILE_PAGES = 101;
    private static final Set<EventType> WRITE = Set.of(EventType.SYSCALL_WRITE);

    @TempDir
    Path folder;

    @BeforeAll
    static void assumeUsable() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    static Stream<Proof> calls() {
        return Proof.ofEveryWay(ProbeGroup.SYSCALL_WRITE);
    }

    static Stream<Proof> tcp() {
        return Proof.ofEveryWay(ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV);
    }

    static Stream<Proof> datagrams() {
        return Proof.ofEveryWay(ProbeGroup.UDP_SEND, ProbeGroup.UDP_RECV);
    }

    static Stream<Proof> unix() {
        return Proof.ofEveryWay(ProbeGroup.UNIX_SEND, ProbeGroup.UNIX_RECV);
    }

    static Stream<Proof> faults() {
        return Proof.ofEveryWay(ProbeGroup.PAGE_FAULT);
    }

    static Stream<Proof> scheduler() {
        return Proof.ofEveryWay(ProbeGroup.SCHEDULER);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void writesOfAKnownNumber(Proof proof) throws Exception {
        try (Workload calls = Workload.start("calls", THREADS, EACH)) {
            AddedUp seen = AddedUp.of(calls, proof);

            assertThat(seen.rows()).singleElement().satisfies(row -> {
                assertThat(row.pid()).isEqualTo(calls.pid());
                assertThat(row.count()).isEqualTo(WRITTEN);
                assertThat(row.bucketed()).isEqualTo(WRITTEN);
            });
            proof.isExactly(WRITTEN, seen.events(_ -> true));
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("tcp")
    void bytesOfBothEndsOfTcpConnections(Proof proof) throws Exception {
        try (Workload work = Workload.start("net-tcp", "dual", 1)) {
            AddedUp seen = AddedUp.of(work, proof);
            for (int end = 0; end < 2; end++) {
                long[] truth = numbers(work.line());
                proof.isExactly(bytes(proof, truth), seen.sum(row -> row.pid() == truth[0]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("datagrams")
    void bytesOfDatagrams(Proof proof) throws Exception {
        bytesOf(proof, Workload.start("net-udp", "dual"));
    }

    @ParameterizedTest
    @MethodSource("unix")
    void bytesOfUnixSockets(Proof proof) throws Exception {
        bytesOf(proof, Workload.start("net-unix"));
    }

    private static void bytesOf(Proof proof, Workload started) throws Exception {
        try (Workload work = started) {
            AddedUp seen = AddedUp.of(work, proof);
            proof.isExactly(bytes(proof, numbers(work.line())), seen.sum(_ -> true));
            assertThat(seen.rows()).allMatch(row -> row.count() == row.events());
        }
    }

    /** Of what a workload says: pid, bytes sent, bytes received, port. */
    private static long bytes(Proof proof, long[] truth) {
        return truth[proof.group().produces().contains(EventType.NET_TX) ? 1 : 2];
    }

    private static long[] numbers(String line) {
        return Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("faults")
    void pageFaultsThatTheKernelCounts(Proof proof) throws Exception {
        Path file = DiskFile.in(folder, (long) FILE_PAGES * PAGE);
        try (Workload work = Workload.start("faults", PAGES, file)) {
            long[] before = faultsOf(work.pid());
            AddedUp seen = AddedUp.of(work, proof);
            work.line();
            work.line();
            long[] truth = numbers(work.line());

            proof.isExactly(truth[0] - before[0], seen.events(row -> row.fields() == 0));
            proof.isExactly(truth[1] - before[1], seen.events(row -> row.fields() == 1));
            boolean timed = !proof.way().equals("perf_event_only");
            assertThat(seen.rows()).allMatch(row -> row.count() == (timed ? row.events() : 0));
        }
    }

    /** Minor and major ones until now. */
    private static long[] faultsOf(int pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new long[] {Long.parseLong(fields[7]), Long.parseLong(fields[9])};
    }

    @ParameterizedTest
    @MethodSource("scheduler")
    void cpuTimeThatTheCgroupIsCharged(Proof proof) throws Exception {
        try (Workload work = Workload.start("spinners", 8, 100);
                CpuCgroup cgroup = CpuCgroup.of(work.pid())) {
            long before = cgroup.usedNanos();
            AddedUp seen = AddedUp.of(work, proof);
            long charged = cgroup.usedNanos() - before;

            proof.isWithin(charged / 50, charged, seen.sum(row -> row.type() == EventType.SCHED_SWITCH.id()));
        }
    }

    /** What was told at a level is added up for itself, so that figures of different rates never meet. */
    @Test
    void eachLevelOfSamplingIsAddedUpForItself() throws Exception {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_WRITE).withChangingSampling();
        EventSampling sampling = EventSampling.of(options.sampling());
        Map<Integer, Long> events = new HashMap<>();
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults(), PartialOptions.always(WRITE, 64))) {
            rings.partials().oldest(AddedUp.CELL);
            try (AttachedProbes _ = Observation.attach(rings, tracker, options)) {
                for (int level : new int[] {0, 2}) {
                    rings.sampling().set(sampling.withLevel(EventType.SYSCALL_WRITE, level));
                    write(tracker);
                }
            }
            AddedUp.rowsOf(rings.partials()).forEach(row -> events.merge(row.kind(), row.events(), Long::sum));
        }
        int type = EventType.SYSCALL_WRITE.id();
        assertThat(events).containsOnlyKeys(EventBatch.kind(type, 0), EventBatch.kind(type, 2));
        assertThat(events).containsEntry(EventBatch.kind(type, 0), (long) WRITTEN);
        assertThat(events.getOrDefault(EventBatch.kind(type, 2), 0L).doubleValue())
                .isCloseTo(WRITTEN / 4.0, within(5 * Math.sqrt(WRITTEN * 0.25 * 0.75)));
    }

    private static void write(ProcessTracker tracker) throws Exception {
        try (Workload calls = Workload.start("calls", THREADS, EACH)) {
            tracker.track(calls.pid(), true);
            calls.release();
            calls.awaitEnd();
        }
    }

    @Test
    void whatIsSwitchedIsToldOrAddedUpAndNeverBoth() throws Exception {
        List<Records.Event> told = new ArrayList<>();
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults(), new PartialOptions(Set.of(), WRITE, 64))) {
            rings.partials().oldest(AddedUp.CELL);
            try (AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE))) {
                for (int round = 0; round < 2; round++) {
                    rings.sampling().set(EventSampling.NONE);
                    write(tracker);
                    Records.drain(rings, told::add);
                    assertThat(told).hasSize((round + 1) * WRITTEN);
                    assertThat(events(AddedUp.rowsOf(rings.partials()))).isZero();

                    rings.partials().makeRoom(WRITE);
                    rings.sampling().set(EventSampling.NONE, WRITE);
                    write(tracker);
                    Records.drain(rings, told::add);
                    assertThat(told).hasSize((round + 1) * WRITTEN);
                    assertThat(events(AddedUp.rowsOf(rings.partials()))).isEqualTo(WRITTEN);
                }
            }
        }
    }

    @Test
    void nothingIsLostWhileItIsSwitchedToAndFro() throws Exception {
        List<Records.Event> told = new ArrayList<>();
        long[] lost = new long[EventRings.EVENT_TYPES];
        long addedUp;
        int each = 50_021;
        try (Workload calls = Workload.start("calls", THREADS, each);
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings =
                        EventRings.open(new RingOptions(1, 16 << 20), new PartialOptions(Set.of(), WRITE, 64))) {
            rings.partials().oldest(AddedUp.CELL);
            rings.partials().makeRoom(WRITE);
            try (AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE))) {
                tracker.track(calls.pid(), true);
                calls.release();
                while (calls.isRunning()) {
                    rings.sampling().set(EventSampling.NONE, WRITE);
                    rings.waiter().await(1);
                    rings.sampling().set(EventSampling.NONE);
                    Records.drain(rings, told::add);
                }
                calls.awaitEnd();
            }
            Records.drain(rings, told::add);
            rings.lost(lost);
            addedUp = events(AddedUp.rowsOf(rings.partials()));
        }
        assertThat(told.size() + addedUp + lost[EventType.SYSCALL_WRITE.id()]).isEqualTo((long) THREADS * each);
    }

    private static long events(List<Row> rows) {
        return rows.stream().mapToLong(Row::events).sum();
    }

    /** One key for everybody by name, some for everybody else; and what finds no room there is counted: each of these calls is in a cell of its own. */
    @Test
    void whatFindsNoRoomAtAllIsCountedAsLost() throws Exception {
        int rest = Partials.restKeys(ProbeObject.SYSCALLS);
        int calls = 1 + rest + 87;
        int type = EventType.SYSCALL_FDATASYNC.id();
        long[] lost = new long[EventRings.EVENT_TYPES];
        try (FileChannel file = FileChannel.open(
                        folder.resolve("synced"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(
                        RingOptions.defaults(), PartialOptions.always(Set.of(EventType.SYSCALL_FDATASYNC), 1))) {
            rings.partials().oldest(AddedUp.CELL);
            try (AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_FDATASYNC))) {
                int process =
                        tracker.track(Math.toIntExact(ProcessHandle.current().pid()), false);
                for (int i = 0; i < calls; i++) {
                    rings.partials().oldest(AddedUp.CELL + i);
                    file.force(false);
                }
                rings.lost(lost);
                List<Row> rows = AddedUp.rowsOf(rings.partials());
                assertThat(rows).allMatch(row -> row.type() == type && row.events() == 1);
                assertThat(rows)
                        .filteredOn(row -> row.process() == process)
                        .singleElement()
                        .matches(row -> row.cell() == AddedUp.CELL);
                assertThat(rows)
                        .filteredOn(row -> row.process() == EventBatch.OTHER_PROCESSES && row.pid() == 0)
                        .hasSize(rest);
            }
        }
        assertThat(lost[type]).isEqualTo(87);
    }
}
