package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventType;
import io.borescope.api.event.MergeEvent;
import io.borescope.bpf.LoopDevice.Stat;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a loop device, which has a queue, a write cache, discards and both kinds of issue, and whose statistics the kernel keeps itself. */
final class BlockLiveTest {
    private static final long MIB = 1 << 20;
    private static final int SECTOR = 512;
    private static final int PROCESS_KERNEL = 1;
    private static final int IO_ERROR = 10;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    static Stream<Arguments> waysAndSchedulers() {
        return Proof.ofEveryWay(ProbeGroup.DISK_IO)
                .flatMap(proof ->
                        Stream.of("none", "mq-deadline").map(scheduler -> Arguments.arguments(proof, scheduler)));
    }

    static Stream<Proof> ways() {
        return Proof.ofEveryWay(ProbeGroup.DISK_IO);
    }

    static Stream<Arguments> waysToMergeAndSchedulers() {
        return Proof.ofEveryWay(ProbeGroup.BLOCK_MERGE)
                .flatMap(proof ->
                        Stream.of("none", "mq-deadline").map(scheduler -> Arguments.arguments(proof, scheduler)));
    }

    /** As {@link Observation#of}, with a workload that says one line and then waits for a second byte. */
    private static Observation observe(Workload workload, ProbeOptions options, Observation.Meanwhile meanwhile)
            throws Exception {
        return Observation.of(workload, options, () -> {
            workload.line();
            meanwhile.run();
            workload.release();
        });
    }

    private static void run(Object... workload) throws Exception {
        try (Workload other = Workload.start(workload)) {
            other.release();
            other.awaitEnd();
        }
    }

    private static List<Event> requests(Observation seen, LoopDevice device, int process) throws IOException {
        int number = device.number();
        return seen.of(EventType.DISK_IO).stream()
                .filter(event -> event.integer(DiskEvent.DEVICE) == number && event.process() == process)
                .toList();
    }

    private static int operation(Event event) {
        return event.integer(DiskEvent.OPERATION) & 0xff;
    }

    private static int error(Event event) {
        return event.integer(DiskEvent.OPERATION) >>> 8 & 0xff;
    }

    private static List<Event> only(List<Event> events, int operation) {
        return events.stream().filter(event -> operation(event) == operation).toList();
    }

    private static long bytes(List<Event> events) {
        return events.stream()
                .mapToLong(event -> event.integer(DiskEvent.DATA_BYTES))
                .sum();
    }

    private static List<Event> merges(Observation seen, LoopDevice device, int process) throws IOException {
        int number = device.number();
        return seen.of(EventType.BLOCK_MERGE).stream()
                .filter(event -> event.integer(MergeEvent.DEVICE) == number && event.process() == process)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("waysAndSchedulers")
    void tellsEveryReadAndWrite(Proof proof, String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(16 * MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_direct", device.path(), 211, 127, 8192)) {
            Stat before = device.stat();
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> events = requests(seen, device, seen.process());

            assertThat(seen.lost()).isEmpty();
            proof.isExactly(211 + 127, events.size());
            assertThat(only(events, DiskEvent.READ)).hasSize(211);
            assertThat(only(events, DiskEvent.WRITE)).hasSize(127);
            assertThat(bytes(events)).isEqualTo((211 + 127) * 8192L);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.pid()).isEqualTo(workload.pid());
                assertThat(event.tid()).isEqualTo(workload.pid());
                assertThat(event.longAt(DiskEvent.LATENCY_NANOS)).isPositive();
                assertThat(event.longAt(DiskEvent.QUEUE_NANOS)).isNotNegative();
                assertThat(event.timestamp()).isLessThanOrEqualTo(System.nanoTime());
                assertThat(error(event)).isZero();
            });
            Stat counted = device.since(before, stat -> stat.reads() >= 211 && stat.writes() >= 127);
            assertThat(counted.writes()).isEqualTo(127);
            assertThat(counted.writeSectors()).isEqualTo(127 * 8192L / SECTOR);
            assertThat(counted.reads()).isGreaterThanOrEqualTo(211); // somebody may look what a new device is
        }
    }

    @ParameterizedTest
    @MethodSource("waysAndSchedulers")
    void tellsEveryFlush(Proof proof, String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_flush", device.path(), 23)) {
            Assumptions.assumeTrue(device.setting("queue/write_cache").equals("write back"), "nothing to flush");
            Stat before = device.stat();
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> flushes = only(requests(seen, device, seen.process()), DiskEvent.FLUSH);

            proof.isExactly(23, flushes.size());
            assertThat(seen.lost()).isEmpty();
            assertThat(bytes(flushes)).isZero();
            assertThat(device.since(before, stat -> stat.flushes() >= 23).flushes())
                    .isEqualTo(23);
        }
    }

    @ParameterizedTest
    @MethodSource("waysAndSchedulers")
    void tellsEveryDiscard(Proof proof, String scheduler) throws Exception {
        int each = 64 << 10;
        try (LoopDevice device = LoopDevice.ofSize(16 * MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_discard", device.path(), 17, each)) {
            Assumptions.assumeFalse(device.setting("queue/discard_max_bytes").equals("0"), "nothing to discard");
            Stat before = device.stat();
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> discards = only(requests(seen, device, seen.process()), DiskEvent.DISCARD);

            proof.isExactly(17, discards.size());
            assertThat(seen.lost()).isEmpty();
            assertThat(bytes(discards)).isEqualTo(17L * each);
            Stat counted = device.since(before, stat -> stat.discards() >= 17);
            assertThat(counted.discards()).isEqualTo(17);
            assertThat(counted.discardSectors()).isEqualTo(17L * each / SECTOR);
        }
    }

    /** The depth is that of the whole device, which has 32 requests at most here, and a few of who looks what a new device is. */
    @ParameterizedTest
    @MethodSource("waysAndSchedulers")
    void knowsHowManyRequestsAreAtTheDevice(Proof proof, String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(64 * MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_async", device.path(), 4_001, 32, 4096)) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> reads = requests(seen, device, seen.process());

            proof.isExactly(4_001, reads.size());
            assertThat(seen.lost()).isEmpty();
            assertThat(reads)
                    .allSatisfy(event ->
                            assertThat(event.integer(DiskEvent.IN_FLIGHT)).isBetween(0, 40));
            assertThat(reads.getLast().integer(DiskEvent.IN_FLIGHT)).isLessThan(8);
        }
    }

    /** What is under way when the programs are attached completes afterwards; it must be no event and no part of the depth. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "mq-deadline"})
    void startsInTheMiddleOfTraffic(String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(64 * MIB).scheduledBy(scheduler);
                Workload busy = Workload.start("disk_busy", device.path(), 32, 4096)) {
            busy.release();
            busy.line();
            for (int i = 0; i < 3; i++) {
                try (Workload workload = Workload.start("disk_async", device.path(), 503, 8, 4096)) {
                    Observation seen = Observation.of(workload, ProbeOptions.of(ProbeGroup.DISK_IO));
                    List<Event> reads = requests(seen, device, seen.process());

                    assertThat(reads).isNotEmpty().hasSizeLessThanOrEqualTo(503); // why not equal: see block.md
                    assertThat(seen.events())
                            .allSatisfy(event -> assertThat(event.integer(DiskEvent.IN_FLIGHT))
                                    .isBetween(0, 16_384));
                }
            }
            busy.release();
            busy.awaitEnd();
        }
    }

    /** Without what kernel threads write to other devices meanwhile, which may find no room either. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "mq-deadline"})
    void countsWhatItHasNoRoomFor(String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(64 * MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_async", device.path(), 4_001, 32, 4096)) {
            Observation seen = Observation.of(
                    workload,
                    ProbeOptions.of(ProbeGroup.DISK_IO).withInFlight(2).withoutKernel());
            long lost = seen.lost(EventType.DISK_IO);

            assertThat(requests(seen, device, seen.process()).size() + lost).isEqualTo(4_001);
            assertThat(lost).isLessThan(4_001);
            assertThat(scheduler.equals("none") || lost > 0).isTrue(); // without a queue there may be one at a time
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("waysToMergeAndSchedulers")
    void tellsEveryMerge(Proof proof, String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_joined", device.path(), 101)) {
            Stat before = device.stat();
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> merges = merges(seen, device, seen.process());

            long joined = device.stat().minus(before).merges();
            Assumptions.assumeTrue(joined > 0, "this kernel merges nothing here with the I/O scheduler " + scheduler);
            proof.isExactly(joined, merges.size());
            assertThat(merges).allSatisfy(event -> {
                assertThat(event.integer(MergeEvent.OPERATION)).isEqualTo(DiskEvent.WRITE);
                assertThat(event.integer(MergeEvent.DATA_BYTES)).isBetween(4096, 8192);
            });
            assertThat(seen.lost()).isEmpty();
            assertThat(seen.count(EventType.DISK_IO)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("waysAndSchedulers")
    void aMergedRequestIsNoRequestAnyMore(Proof proof, String scheduler) throws Exception {
        long all = 101 * 3 * 4096L;
        try (LoopDevice device = LoopDevice.ofSize(MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_joined", device.path(), 101)) {
            Stat before = device.stat();
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> writes = requests(seen, device, seen.process());

            Stat counted = device.since(before, stat -> stat.writes() >= writes.size());
            proof.isExactly(counted.writes(), writes.size());
            assertThat(bytes(writes)).isEqualTo(all).isEqualTo(counted.writeSectors() * SECTOR);
            assertThat(seen.count(EventType.BLOCK_MERGE)).isZero();
            assertThat(seen.lost()).isEmpty();
            assertThat(writes.getLast().integer(DiskEvent.IN_FLIGHT)).isZero();
        }
    }

    @Test
    void tellsRequestsAndMergesTogether() throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(16 * MIB).scheduledBy("mq-deadline");
                Workload workload = Workload.start("disk_dirty", device.path(), 8 * MIB, "sync")) {
            Stat before = device.stat();
            Observation seen = Observation.of(workload, ProbeOptions.of(ProbeGroup.DISK_IO, ProbeGroup.BLOCK_MERGE));
            List<Event> writes = only(requests(seen, device, seen.process()), DiskEvent.WRITE);

            Stat counted = device.since(before, stat -> stat.writes() >= writes.size());
            assertThat(bytes(writes)).isEqualTo(8 * MIB).isEqualTo(counted.writeSectors() * SECTOR);
            assertThat(merges(seen, device, seen.process())).hasSize(Math.toIntExact(counted.merges()));
        }
    }

    /** The pages of a block device belong to who wrote into them, whoever has them written back. */
    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("waysAndSchedulers")
    void chargesWriteBackToWhoDirtiedThePages(Proof proof, String scheduler) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(16 * MIB).scheduledBy(scheduler);
                Workload workload = Workload.start("disk_dirty", device.path(), 8 * MIB)) {
            proof.requireAccepted();
            Stat before = device.stat();
            Observation seen = observe(workload, ProbeOptions.of(proof.group()), () -> run("disk_sync", device.path()));
            List<Event> writes = requests(seen, device, seen.process());

            proof.isExactly(8 * MIB, bytes(writes));
            assertThat(writes).allSatisfy(event -> {
                assertThat(operation(event)).isEqualTo(DiskEvent.WRITE);
                assertThat(event.pid()).isEqualTo(workload.pid());
            });
            assertThat(device.stat().minus(before).writeSectors()).isEqualTo(8 * MIB / SECTOR);
        }
    }

    /** Files of ext4: data is the writer's, the journal is the kernel's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void chargesDataToItsWriterAndTheJournalToTheKernel(boolean tellKernel, @TempDir Path folder) throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(64 * MIB);
                Ext4 files = Ext4.on(device, folder);
                Workload workload = Workload.start("disk_dirty", files.file("data"), 8 * MIB)) {
            ProbeOptions options = ProbeOptions.of(ProbeGroup.DISK_IO);
            Stat before = device.stat();
            Observation seen = observe(
                    workload,
                    tellKernel ? options : options.withoutKernel(),
                    () -> run("disk_syncfs", files.file("data")));
            List<Event> writes = only(requests(seen, device, seen.process()), DiskEvent.WRITE);
            List<Event> kernel = requests(seen, device, PROCESS_KERNEL);

            assertThat(bytes(writes)).isEqualTo(8 * MIB);
            assertThat(device.stat().minus(before).writeSectors() * SECTOR)
                    .isGreaterThanOrEqualTo(bytes(writes) + bytes(kernel));
            if (tellKernel) {
                assertThat(kernel).isNotEmpty().allSatisfy(event -> {
                    assertThat(event.pid()).isZero();
                    assertThat(operation(event)).isNotEqualTo(DiskEvent.READ);
                });
            } else {
                assertThat(kernel).isEmpty();
            }
        }
    }

    /** What others read and write themselves is none of ours. */
    @Test
    void tellsNothingOfOthers() throws Exception {
        try (LoopDevice device = LoopDevice.ofSize(16 * MIB);
                Workload workload = Workload.start("disk_dirty", device.path(), 4096)) {
            Observation seen = observe(
                    workload,
                    ProbeOptions.of(ProbeGroup.DISK_IO),
                    () -> run("disk_direct", device.path(), 23, 23, 4096));
            // The page it had dirtied is written before the others' reads; that is its own.
            assertThat(requests(seen, device, seen.process())).hasSizeLessThanOrEqualTo(1);
            assertThat(requests(seen, device, PROCESS_KERNEL)).isEmpty();
        }
    }

    /**
     * A kernel thread of the upper device's driver reads and writes the lower one, past the page cache: by whose order, only the cgroup
     * says, which the driver passes on.
     */
    @ParameterizedTest
    @MethodSource("ways")
    void chargesTheKernelsThreadsToTheCgroupTheyWorkFor(Proof proof) throws Exception {
        try (LoopDevice lower = LoopDevice.ofSize(16 * MIB);
                LoopDevice upper = LoopDevice.upon(lower);
                Workload workload = Workload.start("disk_direct", upper.path(), 53, 31, 8192);
                BlockCgroup group = BlockCgroup.create()) {
            group.add(workload.pid());
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            List<Event> events = requests(seen, lower, seen.process());

            assertThat(requests(seen, upper, seen.process())).hasSize(53 + 31);
            proof.isExactly(53 + 31, events.size());
            assertThat(only(events, DiskEvent.READ)).hasSize(53);
            assertThat(events).allSatisfy(event -> assertThat(event.pid()).isEqualTo(workload.pid()));
        }
    }

    /** The loop driver reads what the cut file still has, tries the rest again, and fails: parts, a requeue and an error. */
    @Test
    void aRequestThatComesInPartsIsOneEvent() throws Exception {
        int left = 12 << 10;
        try (LoopDevice device = LoopDevice.pastThePageCache(MIB);
                Workload workload = Workload.start("disk_fails", device.path(), 64 << 10)) {
            device.cut(left);
            Observation seen = Observation.of(workload, ProbeOptions.of(ProbeGroup.DISK_IO));
            assertThat(requests(seen, device, seen.process())).singleElement().satisfies(event -> {
                assertThat(event.integer(DiskEvent.DATA_BYTES)).isEqualTo(left);
                assertThat(error(event)).isEqualTo(IO_ERROR);
                assertThat(event.integer(DiskEvent.IN_FLIGHT)).isZero();
                assertThat(event.longAt(DiskEvent.QUEUE_NANOS)).isPositive();
            });
        }
    }

    /** A cgroup that tells block I/O apart, of version 1 or 2. Processes in it must have ended before it is closed. */
    private record BlockCgroup(Path folder) implements AutoCloseable {
        private static final Path ROOT = Path.of("/sys/fs/cgroup");

        static BlockCgroup create() throws IOException {
            Path parent = ROOT.resolve("blkio");
            try {
                if (!Files.exists(parent)) {
                    parent = ROOT;
                    Files.writeString(parent.resolve("cgroup.subtree_control"), "+io");
                }
                return new BlockCgroup(Files.createTempDirectory(parent, "borescope"));
            } catch (IOException e) {
                return Assumptions.abort("no cgroups for block I/O: " + e);
            }
        }

        void add(int pid) throws IOException {
            Files.writeString(folder.resolve("cgroup.procs"), Integer.toString(pid));
        }

        @Override
        public void close() throws IOException {
            Files.delete(folder);
        }
    }

    /** A mounted file system. */
    private record Ext4(Path root) implements AutoCloseable {
        static Ext4 on(LoopDevice device, Path folder) {
            Assumptions.assumeTrue(
                    succeeds(
                            "mkfs.ext4",
                            "-q",
                            "-E",
                            "lazy_itable_init=0,lazy_journal_init=0",
                            device.path().toString()),
                    "no mkfs.ext4");
            Assumptions.assumeTrue(succeeds("mount", device.path().toString(), folder.toString()), "cannot mount");
            return new Ext4(folder);
        }

        Path file(String name) {
            return root.resolve(name);
        }

        private static boolean succeeds(String... command) {
            try {
                return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
            } catch (IOException e) {
                return false; // there is no such program
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            assertThat(succeeds("umount", root.toString())).isTrue();
        }
    }
}
