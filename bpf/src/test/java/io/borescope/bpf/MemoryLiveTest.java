package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.MemoryEvent;
import io.borescope.api.event.OomEvent;
import io.borescope.api.event.SwapEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MemoryLiveTest {
    private static final long LIMIT = 8 << 20;
    private static final int PAGES = 2_003;

    @TempDir
    Path folder;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    static Stream<Proof> reclaim() {
        return Proof.ofEveryWay(ProbeGroup.MEM_RECLAIM);
    }

    static Stream<Proof> compaction() {
        return Proof.ofEveryWay(ProbeGroup.MEM_COMPACTION);
    }

    static Stream<Proof> swapIn() {
        return Proof.ofEveryWay(ProbeGroup.SWAP_IN);
    }

    static Stream<Proof> swapOut() {
        return Proof.ofEveryWay(ProbeGroup.SWAP_OUT);
    }

    static Stream<Proof> oomKill() {
        return Proof.ofEveryWay(ProbeGroup.OOM_KILL);
    }

    private static Observation observe(Proof proof, Workload workload) throws Exception {
        Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
        assertThat(seen.lost()).isEmpty();
        assertThat(seen.events())
                .allSatisfy(event -> assertThat(event.process()).isPositive());
        return seen;
    }

    private static List<Event> ofKind(Observation seen, int kind) {
        return seen.events().stream()
                .filter(event -> event.integer(MemoryEvent.KIND) == kind)
                .toList();
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("reclaim")
    void tellsEachReclaimInACgroupAtItsLimit(Proof proof) throws Exception {
        Path file = DiskFile.in(folder, 6 * LIMIT);
        try (Workload workload = Workload.start("reclaims", LIMIT, file)) {
            Observation seen = observe(proof, workload);
            List<Event> reclaims = ofKind(seen, MemoryEvent.CGROUP);

            proof.isExactly(Long.parseLong(workload.line()), reclaims.size());
            assertThat(reclaims)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.pid()).isEqualTo(workload.pid()))
                    .allSatisfy(event ->
                            assertThat(event.longAt(MemoryEvent.DURATION_NANOS)).isPositive());
            assertThat(seen.sum(EventType.MEM_RECLAIM, MemoryEvent.PAGES)).isPositive();
        }
    }

    /** Takes most of the machine's memory, so it is done only on a machine that is made for it. */
    @ParameterizedTest
    @MethodSource("reclaim")
    void tellsEachReclaimOfAHostShortOfMemory(Proof proof) throws Exception {
        Assumptions.assumeTrue(
                System.getenv("BORESCOPE_MEMORY_MAY_RUN_OUT") != null, "the memory is not for this test alone");
        try (Workload workload = Workload.start("hugepages", 1_000)) {
            Observation seen = observe(proof, workload);
            long truth = Long.parseLong(workload.line());

            assertThat(truth).isPositive();
            proof.isExactly(truth, ofKind(seen, MemoryEvent.DIRECT).size());
        }
    }

    @ParameterizedTest
    @MethodSource("compaction")
    void tellsEachCompactionOfAZone(Proof proof) throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/sys/vm/compact_memory")), "a kernel without compaction");
        try (Workload workload = Workload.start("compacts", 3)) {
            Observation seen = observe(proof, workload);
            long truth = Long.parseLong(workload.line());

            assertThat(truth).isPositive();
            proof.isExactly(truth, seen.count(EventType.MEM_COMPACTION));
            assertThat(seen.events())
                    .allSatisfy(event ->
                            assertThat(event.longAt(MemoryEvent.DURATION_NANOS)).isPositive())
                    .allSatisfy(event ->
                            assertThat(event.integer(MemoryEvent.RESULT)).isBetween(1, 10));
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("oomKill")
    void tellsTheVictimOnce(Proof proof) throws Exception {
        try (Workload workload = Workload.start("starves", LIMIT)) {
            Observation seen = observe(proof, workload);
            String[] truth = workload.line().split(" ");
            int victim = Integer.parseInt(truth[0]);

            proof.isExactly(Long.parseLong(truth[1]), seen.count(EventType.OOM_KILL));
            assertThat(seen.events()).singleElement().satisfies(event -> {
                assertThat(event.pid()).isEqualTo(victim);
                assertThat(event.process()).isNotEqualTo(seen.process());
                assertThat(event.integer(OomEvent.KILLER_PID)).isEqualTo(victim);
            });
        }
    }

    private static void assumeSwap() throws Exception {
        Assumptions.assumeTrue(Files.readAllLines(Path.of("/proc/swaps")).size() > 1, "a machine without swap");
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("swapOut")
    void tellsEachPageThatGoesToSwap(Proof proof) throws Exception {
        assumeSwap();
        try (Workload workload = Workload.start("swaps", PAGES)) {
            Observation seen = observe(proof, workload);
            long truth = Long.parseLong(workload.line().split(" ")[0]);

            assertThat(truth).isGreaterThan(PAGES / 2); // the kernel may leave some where they are
            proof.isExactly(truth, seen.sum(EventType.SWAP_OUT, SwapEvent.PAGES));
            assertThat(seen.events())
                    .allSatisfy(event -> assertThat(event.pid()).isEqualTo(workload.pid()));
        }
    }

    @ParameterizedTest
    @MethodSource("swapOut")
    void tellsWhosePagesGoToSwapAndNotWhoWritesThem(Proof proof) throws Exception {
        assumeSwap();
        try (Workload workload = Workload.start("swapped", PAGES)) {
            Observation seen = observe(proof, workload);

            proof.isExactly(Long.parseLong(workload.line()), seen.sum(EventType.SWAP_OUT, SwapEvent.PAGES));
            assertThat(seen.events())
                    .allSatisfy(event -> assertThat(event.process()).isEqualTo(seen.process()));
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("swapIn")
    void tellsEachPageThatComesBackFromSwap(Proof proof) throws Exception {
        assumeSwap();
        try (Workload workload = Workload.start("swaps", PAGES)) {
            Observation seen = observe(proof, workload);
            long truth = Long.parseLong(workload.line().split(" ")[1]);

            assertThat(truth).isGreaterThan(PAGES / 2); // the kernel may leave some where they are
            proof.isExactly(truth, seen.sum(EventType.SWAP_IN, SwapEvent.PAGES));
        }
    }

    /** Also where there is no swap and where probes of functions are refused: a way that needs neither is left. */
    @Test
    void isAttachedInOneOfItsWays() throws Exception {
        ProbeOptions options = ProbeOptions.of(
                ProbeGroup.MEM_RECLAIM, ProbeGroup.MEM_COMPACTION, ProbeGroup.SWAP_OUT, ProbeGroup.OOM_KILL);
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = Observation.attach(rings, tracker, options)) {
            assertThat(probes.attached()).containsOnlyKeys(options.groups());
        }
    }

    /** Linux without probes of functions and before 6.18 has no hook for it; then it says so. */
    @Test
    void saysWhyItDoesNotTellWhatComesBackFromSwap() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = AttachedProbes.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SWAP_IN))) {
            if (probes.missing().isEmpty()) {
                assertThat(probes.attached()).containsOnlyKeys(ProbeGroup.SWAP_IN);
            } else {
                assertThat(probes.refusals())
                        .hasSameSizeAs(ProbeGroup.SWAP_IN.wayNames())
                        .allSatisfy(refusal -> assertThat(refusal.errno()).isPositive());
            }
        }
    }
}
