package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FaultLiveTest {
    private static final int PAGES = 2_003;
    private static final int PAGE = 4_096;
    private static final int FILE_PAGES = 1_009;

    @TempDir
    Path folder;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    static Stream<Proof> ways() {
        return Proof.ofEveryWay(ProbeGroup.PAGE_FAULT);
    }

    /** Page faults as the kernel counts them for a process. */
    private record Faults(long minor, long major) {
        /** Of a process until now. */
        static Faults of(int pid) throws IOException {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Faults(Long.parseLong(fields[7]), Long.parseLong(fields[9]));
        }

        /** As the workload prints them. */
        static Faults parse(String line) {
            String[] numbers = line.split(" ");
            return new Faults(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }

        Faults since(Faults earlier) {
            return new Faults(minor - earlier.minor, major - earlier.major);
        }
    }

    private static List<Event> events(Observation seen, boolean major) {
        return seen.of(EventType.PAGE_FAULT).stream()
                .filter(event -> event.integer(FaultEvent.MAJOR) == (major ? 1 : 0))
                .toList();
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("ways")
    void tellsEachFaultThatTheKernelCounts(Proof proof) throws Exception {
        Path file = DiskFile.in(folder, (long) FILE_PAGES * PAGE);
        try (Workload workload = Workload.start("faults", PAGES, file)) {
            Faults before = Faults.of(workload.pid());
            Observation seen = proof.observe(workload, ProbeOptions.of(ProbeGroup.PAGE_FAULT));
            workload.line();
            long memory = Long.parseLong(workload.line());
            Faults truth = Faults.parse(workload.line()).since(before);

            assertThat(seen.lost()).isEmpty();
            assertThat(truth.minor()).isGreaterThanOrEqualTo(2 * PAGES);
            assertThat(truth.major()).isPositive();
            proof.isExactly(truth.minor(), events(seen, false).size());
            proof.isExactly(truth.major(), events(seen, true).size());
            assertThat(events(seen, false).stream()
                            .map(event -> event.longAt(FaultEvent.ADDRESS) - memory)
                            .filter(offset -> offset >= 0 && offset < (long) PAGES * PAGE))
                    .hasSize(2 * PAGES)
                    .containsAll(Stream.iterate(0L, offset -> offset + PAGE)
                            .limit(PAGES)
                            .toList());
        }
    }

    /** mlock touches pages without an exception, and the kernel raises its perf events for exceptions only. */
    @ParameterizedTest
    @MethodSource("ways")
    void tellsWhatTheKernelTouchesForTheProcessUnlessItHasOnlyPerfEvents(Proof proof) throws Exception {
        try (Workload workload = Workload.start("populates", PAGES)) {
            Faults before = Faults.of(workload.pid());
            Observation seen = proof.observe(workload, ProbeOptions.of(ProbeGroup.PAGE_FAULT));
            workload.line();
            long minor = Faults.parse(workload.line()).since(before).minor();

            assertThat(minor).isGreaterThanOrEqualTo(PAGES);
            long hidden = proof.way().startsWith("perf_event") ? PAGES : 0;
            proof.isExactly(minor - hidden, events(seen, false).size());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tellsHowLongEachTook(Proof proof) throws Exception {
        try (Workload workload = Workload.start("faults", PAGES)) {
            Observation seen = proof.observe(workload, ProbeOptions.of(ProbeGroup.PAGE_FAULT));
            boolean knows = !proof.way().equals("perf_event_only");
            assertThat(seen.of(EventType.PAGE_FAULT))
                    .hasSizeGreaterThanOrEqualTo(2 * PAGES)
                    .allSatisfy(event -> assertThat(event.longAt(FaultEvent.LATENCY_NANOS))
                            .isBetween(knows ? 1L : 0L, knows ? 60_000_000_000L : 0L));
        }
    }

    @Test
    void isAttachedInOneOfItsWays() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.PAGE_FAULT))) {
            assertThat(probes.attached()).containsOnlyKeys(ProbeGroup.PAGE_FAULT);
        }
    }
}
