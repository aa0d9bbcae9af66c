package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import io.borescope.api.process.ProcessRecord;
import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProbeOptions;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.RingOptions;
import io.borescope.bpf.TrackerOptions;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EbpfReceiverLiveTest {
    private static final EbpfReceiverConfig WRITES =
            LiveReceivers.observing(null, ByteSize.ofMebibytes(1), ProbeGroup.SYSCALL_WRITE);

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void attributesEveryWriteOfAThousandChildrenOfAShell() throws Exception {
        String children = "i=0; while [ $i -lt 1000 ]; do (echo a; echo b; echo c) >/dev/null; i=$((i+1)); done";
        try (Shell shell = Shell.start(children);
                LiveReceivers receivers = LiveReceivers.follow(shell.pid(), WRITES)) {
            shell.release();
            shell.awaitEnd();
            receivers.awaitEverythingUntilNow();

            Map<Integer, Long> writes = receivers.events().counts(EventType.SYSCALL_WRITE);
            assertThat(writes).hasSize(1_000);
            assertThat(writes.values()).containsOnly(3L);
            assertThat(identities(receivers, writes)).hasSize(1_000);
            assertThat(writes.keySet())
                    .allSatisfy(process -> assertThat(receivers.process(process))
                            .hasValueSatisfying(record -> {
                                assertThat(record.parentPid()).isEqualTo(shell.pid());
                                assertThat(record.client()).isEqualTo("tested");
                                assertThat(record.exited()).isTrue();
                            }));
            assertThat(receivers.lifecycle().count(EventType.PROCESS_FORK)).isEqualTo(1_000);
            assertThat(receivers.lifecycle().count(EventType.PROCESS_EXIT)).isEqualTo(1_001);
            assertNothingWrong(receivers);
            assertThat(receivers.events().lost()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 1 << 10})
    void readsOrCountsEveryCallWhateverTheRingHolds(int kibibytes) throws Exception {
        int threads = 3;
        int each = 5_003;
        EbpfReceiverConfig config = LiveReceivers.observing(
                1,
                ByteSize.ofKibibytes(kibibytes),
                ProbeGroup.SYSCALL_WRITE,
                ProbeGroup.SYSCALL_FSYNC,
                ProbeGroup.SYSCALL_FDATASYNC,
                ProbeGroup.SYSCALL_PWRITE);
        try (Workload calls = Workload.start("calls", threads, each);
                LiveReceivers receivers = LiveReceivers.follow(calls.pid(), config)) {
            calls.release();
            calls.awaitEnd();
            receivers.stop();

            long read = receivers.events().count(SeenEvents.CALLS);
            long lost = receivers.events().lost();
            System.out.printf("ring of %d KiB: read %d, lost %d%n", kibibytes, read, lost);
            assertThat(read + lost).isEqualTo(4L * threads * each);
            assertThat(receivers.ebpfSettings().figures().lost("ring_full")).isEqualTo(lost);
            assertNothingWrong(receivers);
        }
    }

    /** The programs choose per CPU, so what is told is a tenth but for what each CPU had begun to count. */
    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void tellsThePartThatIsWantedAndSaysWhichPart() throws Exception {
        int threads = 2;
        int each = 5_003;
        EbpfReceiverConfig config = new EbpfReceiverConfig(
                WRITES.probes(),
                new SamplingConfig(null, Map.of("syscall_write", new SamplingRule(Sampling.Mode.NTH, 0.1))),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                null);
        try (Workload calls = Workload.start("calls", threads, each);
                LiveReceivers receivers = LiveReceivers.follow(calls.pid(), config)) {
            calls.release();
            calls.awaitEnd();
            receivers.stop();

            long told = receivers.events().count(EventType.SYSCALL_WRITE);
            long cpus = Runtime.getRuntime().availableProcessors();
            assertThat(told).isBetween((long) threads * each / 10 - cpus, (long) threads * each / 10);
            assertThat(receivers.events().sampling().of(EventType.SYSCALL_WRITE))
                    .isEqualTo(new Sampling(Sampling.Mode.NTH, 0.1));
            assertThat(receivers.events().lost()).isZero();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void exitsStayAwayWhereTheyAreNotWantedAndTheProcessIsStillKnownToHaveEnded() throws Exception {
        Map<String, ProbeConfig> probes = new HashMap<>(WRITES.probes());
        probes.put("process_exit", new ProbeConfig(false, null, null));
        EbpfReceiverConfig config =
                new EbpfReceiverConfig(probes, null, null, null, null, null, null, null, null, Map.of(), null, null);
        try (Workload calls = Workload.start("calls", 2, 11);
                LiveReceivers receivers = LiveReceivers.follow(calls.pid(), config)) {
            calls.release();
            calls.awaitEnd();
            receivers.awaitEverythingUntilNow();

            assertThat(receivers.processes()).singleElement().returns(true, ProcessRecord::exited);
            assertThat(receivers.lifecycle().count(EventType.PROCESS_EXIT)).isZero();
        }
    }

    @Test
    void saysWhichGroupsRun() throws Exception {
        try (LiveReceivers receivers = LiveReceivers.followCommand("nobody-has-this", WRITES)) {
            assertThat(receivers.ebpfSettings().figures().gauged("probe_groups_attached"))
                    .isEqualTo(1);
            assertThat(ProbeGroup.SYSCALL_WRITE.wayNames().stream()
                            .mapToLong(way -> receivers
                                    .ebpfSettings()
                                    .figures()
                                    .gauged("probe_attached{probe=syscall_write,way=" + way + "}"))
                            .sum())
                    .isEqualTo(1);
            assertThat(receivers.ebpfSettings().figures().lastStatus()).isEqualTo("ok");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void itsThreadHasTheNicenessThatIsConfigured() throws Exception {
        EbpfReceiverConfig config = new EbpfReceiverConfig(
                WRITES.probes(), null, null, null, null, null, null, null, null, Map.of(), null, 7);
        try (LiveReceivers receivers = LiveReceivers.followCommand("nobody-has-this", config)) {
            receivers.awaitEverythingUntilNow();

            assertThat(nicenessOfOwnThreads()).containsOnlyOnce(7);
        }
    }

    private static List<Integer> nicenessOfOwnThreads() throws IOException {
        List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                nicenessOf(thread).ifPresent(found::add);
            }
        }
        return found;
    }

    /** See proc_pid_stat(5): the 19th field, the 17th behind the name. */
    private static Optional<Integer> nicenessOf(Path thread) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return Optional.of(
                    Integer.valueOf(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }

    /** What a kernel cannot tell differs: here it is any group that was tried in vain. */
    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void doesNotStartWithoutARequiredGroup() throws Exception {
        ProbeGroup missing = missingHere();
        EbpfReceiverConfig config = LiveReceivers.observing(null, null, missing, ProbeGroup.SYSCALL_WRITE);
        LiveReceivers.followCommand("nobody-has-this", config).close();

        Map<String, ProbeConfig> probes = new HashMap<>(config.probes());
        probes.put(missing.label(), new ProbeConfig(true, true, null));
        EbpfReceiverConfig required =
                new EbpfReceiverConfig(probes, null, null, null, null, null, null, null, null, Map.of(), null, null);
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> LiveReceivers.followCommand("nobody-has-this", required))
                .withMessageContaining("a required probe group cannot be attached")
                .withMessageContaining(missing.label());
    }

    private static ProbeGroup missingHere() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes =
                        AttachedProbes.attach(rings, tracker, ProbeOptions.of(EnumSet.allOf(ProbeGroup.class)))) {
            assumeFalse(probes.missing().isEmpty(), "this kernel takes every probe group");
            return probes.missing().iterator().next();
        }
    }

    @Test
    void tracksAProcessThatIsStartedLater() throws Exception {
        try (LiveReceivers receivers = LiveReceivers.followCommand("/workload calls 2 1013$", WRITES);
                Workload calls = Workload.start("calls", 2, 1_013)) {
            receivers.await(() -> live(receivers, calls.pid()).isPresent());
            calls.release();
            calls.awaitEnd();
            receivers.awaitEverythingUntilNow();

            ProcessRecord record = receivers.processes().iterator().next();
            assertThat(record.name()).isEqualTo("workload");
            assertThat(record.executable()).endsWith("/workload");
            assertThat(record.commandLine()).containsExactly(record.executable(), "calls", "2", "1013");
            // The line "ready" may have been written before it was tracked.
            assertThat(receivers.events().count(EventType.SYSCALL_WRITE)).isBetween(2_026L, 2_027L);
            assertNothingWrong(receivers);
        }
    }

    @Test
    void givesAnExecutedImageANumberAndNamesOfItsOwn() throws Exception {
        try (Shell shell = Shell.start("echo from the shell; exec /bin/cat");
                LiveReceivers receivers = LiveReceivers.follow(shell.pid(), WRITES)) {
            shell.release();
            assertThat(shell.line()).isEqualTo("from the shell");
            receivers.await(
                    () -> live(receivers, shell.pid()).map(ProcessRecord::name).equals(Optional.of("cat")));
            shell.release();
            assertThat(shell.line()).isEmpty();
            receivers.awaitEverythingUntilNow();

            List<ProcessRecord> images = receivers.processes().stream()
                    .filter(record -> record.pid() == shell.pid())
                    .toList();
            assertThat(images).extracting(ProcessRecord::name).containsExactlyInAnyOrder("sh", "cat");
            assertThat(images)
                    .extracting(ProcessRecord::startEpochNanos)
                    .containsOnly(images.getFirst().startEpochNanos());
            assertThat(receivers.events().counts(EventType.SYSCALL_WRITE))
                    .containsOnlyKeys(
                            images.stream().map(ProcessRecord::process).toList())
                    .allSatisfy((process, writes) -> assertThat(writes).isEqualTo(1));
            assertNothingWrong(receivers);
        }
    }

    @Test
    void keepsProcessesApartThatHadTheSamePid() throws Exception {
        String reuse = """
                tries=0
                while [ $tries -lt 200 ]; do
                  (echo a; echo b; echo c) >/dev/null & first=$!
                  wait $first
                  echo $((first-1)) >/proc/sys/kernel/ns_last_pid || break
                  (echo a; echo b; echo c) >/dev/null & second=$!
                  wait $second
                  [ $first = $second ] && break
                  tries=$((tries+1))
                done
                echo $first $second
                """;
        try (Shell shell = Shell.start(reuse);
                LiveReceivers receivers = LiveReceivers.follow(shell.pid(), WRITES)) {
            shell.release();
            String[] pids = shell.line().split(" ");
            shell.awaitEnd();
            receivers.awaitEverythingUntilNow();
            assertThat(pids[0]).as("the kernel gave the same pid twice").isEqualTo(pids[1]);

            List<ProcessRecord> twins = receivers.processes().stream()
                    .filter(record -> Integer.toString(record.pid()).equals(pids[0]))
                    .toList();
            assertThat(twins).hasSize(2);
            assertThat(twins).extracting(ProcessRecord::startEpochNanos).doesNotHaveDuplicates();
            assertThat(twins)
                    .allSatisfy(twin -> assertThat(receivers.events().counts(EventType.SYSCALL_WRITE))
                            .containsEntry(twin.process(), 3L));
        }
    }

    /** The kernel leaves out what the hypervisor takes, events do not: on a busy host the better of a few runs counts. */
    @Test
    void chargesABusyThreadItsCpuTimeWithinTwoPercent() throws Exception {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < 4 && Math.abs(best - 1) > 0.02; run++) {
            double ratio = chargedByEventsPerChargedByKernel();
            best = Math.abs(ratio - 1) < Math.abs(best - 1) ? ratio : best;
        }

        assertThat(best).isCloseTo(1, within(0.02));
    }

    private static double chargedByEventsPerChargedByKernel() throws Exception {
        EbpfReceiverConfig config = LiveReceivers.observing(null, null, ProbeGroup.SCHEDULER);
        try (Workload spin = Workload.start("spin", 1_000);
                LiveReceivers receivers = LiveReceivers.follow(spin.pid(), config)) {
            int process = live(receivers, spin.pid()).orElseThrow().process();
            spin.release();
            long kernel = Long.parseLong(spin.line());
            spin.awaitEnd();
            receivers.awaitEverythingUntilNow();

            long events = receivers.events().cpuNanos(process);
            System.out.printf("CPU time: kernel %d ns, events %d ns%n", kernel, events);
            assertNothingWrong(receivers);
            return (double) events / kernel;
        }
    }

    @Test
    void goesOnWithTheNextTrackerAfterARestartOfTheProcessReceiver() throws Exception {
        try (Workload calls = Workload.start("calls", 2, 1_009);
                LiveReceivers receivers = LiveReceivers.follow(calls.pid(), WRITES)) {
            receivers.restartProcessReceiver();
            receivers.await(() -> receivers.ebpfSettings().figures().gauged("probe_groups_attached") == 1);
            receivers.awaitEverythingUntilNow();
            calls.release();
            calls.awaitEnd();
            receivers.awaitEverythingUntilNow();

            assertThat(receivers.events().count(EventType.SYSCALL_WRITE)).isEqualTo(2_018);
            assertThat(receivers.events().counts(EventType.SYSCALL_WRITE).keySet())
                    .allSatisfy(
                            process -> assertThat(receivers.process(process)).isPresent());
        }
    }

    private static Optional<ProcessRecord> live(LiveReceivers receivers, int pid) {
        return receivers.processes().stream()
                .filter(record -> record.pid() == pid && !record.exited())
                .findFirst();
    }

    private static List<String> identities(LiveReceivers receivers, Map<Integer, Long> byProcess) {
        return byProcess.keySet().stream()
                .map(process -> receivers.process(process).orElseThrow())
                .map(record -> record.pid() + "@" + record.startEpochNanos())
                .distinct()
                .collect(Collectors.toList());
    }

    private static void assertNothingWrong(LiveReceivers receivers) {
        assertThat(receivers.lifecycle().lost()).isZero();
        assertThat(receivers.events().late() + receivers.lifecycle().late())
                .as("events behind a watermark")
                .isZero();
        assertThat(receivers.events().wentBackwards()).isFalse();
        assertThat(receivers.lifecycle().wentBackwards()).isFalse();
        assertThat(receivers.ebpfSettings().figures().lastStatus()).isEqualTo("ok");
        assertThat(receivers.processSettings().figures().lastStatus()).isEqualTo("ok");
    }
}
