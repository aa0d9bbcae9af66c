package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.process.ProcessTable;
import io.borescope.testing.Collected;
import io.borescope.testing.HandClock;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestSettings;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process did, and what the kernel told it about itself, against the rows. */
final class ProcessSnapshotsLiveTest {
    private static final Path PROC = Path.of("/proc");
    private static final long SECOND = 1_000_000_000;
    private static final long PAGE = 4_096;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MIB = 1 << 20;

    /** So far behind that it shows the time when the receiver has waited for slots. */
    private final HandClock clock = new HandClock(System.nanoTime(), wallNanos() - PATIENCE.toNanos());

    private final TestSettings settings = new TestSettings("process_snapshots", clock);
    private final Collected<MetricBatch> collected = new Collected<>(Signal.METRICS);
    private final Table table = new Table();

    @BeforeEach
    void needsLinux() {
        LiveKernel.assumeUsable(() -> Files.exists(PROC.resolve("self/status")) ? "" : "no procfs at /proc");
        settings.services().publish(ProcessTable.class, table);
    }

    /** The figures of one round, by column. */
    private Map<String, Long> figures(ProcessSnapshots receiver, Workload workload) throws Exception {
        if (table.all().isEmpty()) {
            table.add(workload.pid(), startOf(workload.pid()), "workload");
            receiver.start();
            settings.advance(PATIENCE);
        }
        settings.advance(INTERVAL);
        while (settings.crank() > 0) {
            // until there is nothing to do
        }
        Map<String, Long> figures = new HashMap<>();
        for (MetricBatch batch : collected.take()) {
            assertThat(batch.size()).isEqualTo(1);
            batch.descriptor()
                    .values()
                    .forEach(spec -> figures.put(
                            spec.name(),
                            batch.require(spec.name(), LongColumn.class).get(0)));
        }
        return figures;
    }

    /** As somebody else would work it out. */
    private long startOf(int pid) throws IOException {
        String[] stat =
                Files.readString(PROC.resolve(pid + "/stat")).split("\\) ")[1].split(" ");
        double uptime =
                Double.parseDouble(Files.readString(PROC.resolve("uptime")).split(" ")[0]);
        double age = uptime - Double.parseDouble(stat[19]) / 100;
        return wallNanos() - (long) (age * SECOND);
    }

    private static long wallNanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    }

    private ProcessSnapshots receiver() {
        return new ProcessSnapshots(
                settings,
                new ProcessSnapshotsConfig(INTERVAL, INTERVAL, 16_384, MetricSelection.EVERYTHING),
                collected);
    }

    private static long delta(Map<String, Long> before, Map<String, Long> after, String column) {
        return value(after, column) - value(before, column);
    }

    private static long value(Map<String, Long> figures, String column) {
        return Objects.requireNonNull(figures.get(column), column);
    }

    /** The kernel gathers its counts of pages per CPU, and tells a sum that lacks what was not handed in. */
    private static long pagesInFlight() {
        int cpus = Runtime.getRuntime().availableProcessors();
        return Math.max(32L, 2L * cpus) * cpus * PAGE;
    }

    private static void assertClose(long actual, long expected) {
        assertThat(actual).isBetween(expected - pagesInFlight(), expected + pagesInFlight());
    }

    @Test
    void memoryIsWhatTheProcessMappedAndTouched(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[(int) (8 * MIB)]);
        try (Workload workload = Workload.start("uses_memory", 65_536, 8_192, 4_096, file);
                ProcessSnapshots receiver = receiver()) {
            Map<String, Long> before = figures(receiver, workload);
            workload.release();
            assertThat(workload.line()).isEqualTo("done");

            Map<String, Long> after = figures(receiver, workload);

            // The C library may map a few pages for itself.
            assertThat(delta(before, after, "vm_size_bytes"))
                    .isBetween((256 + 32 + 16 + 8) * MIB, (256 + 32 + 16 + 9) * MIB);
            assertClose(delta(before, after, "rss_anon_bytes"), 32 * MIB);
            assertClose(delta(before, after, "rss_shmem_bytes"), 16 * MIB);
            assertClose(delta(before, after, "rss_file_bytes"), sizeOfFileMapping(file));
            assertThat(value(after, "vm_rss_bytes"))
                    .isEqualTo(value(after, "rss_anon_bytes")
                            + value(after, "rss_file_bytes")
                            + value(after, "rss_shmem_bytes"));
            assertClose(value(after, "vm_rss_bytes"), exactResidentBytes(workload.pid()));
        }
    }

    private static long sizeOfFileMapping(Path file) throws IOException {
        // Pages of a tmpfs are shared memory to the kernel.
        return Files.getFileStore(file).type().equals("tmpfs") ? 0 : Files.size(file);
    }

    /** By another way: the kernel walks the page tables for it. */
    private static long exactResidentBytes(int pid) throws IOException {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Rss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        }
    }

    @Test
    void filesAreThoseThatTheProcessOpened() throws Exception {
        try (Workload workload = Workload.start("uses_files", 23, 777, 1_234);
                ProcessSnapshots receiver = receiver()) {
            Map<String, Long> before = figures(receiver, workload);
            workload.release();
            assertThat(workload.line()).isEqualTo("done");

            Map<String, Long> after = figures(receiver, workload);

            assertThat(delta(before, after, "open_fds")).isEqualTo(23);
            assertThat(after).containsEntry("fd_limit_soft", 777L).containsEntry("fd_limit_hard", 1_234L);
            assertThat(after).containsEntry("open_fds", (long) openFiles(workload.pid()));
        }
    }

    private static int openFiles(int pid) {
        String[] names = PROC.resolve(pid + "/fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    @Test
    void filesCountedOneByOneAreAsMany() throws Exception {
        try (Workload workload = Workload.start("uses_files", 23, 777, 777);
                ProcReader bySize = new ProcReader(PROC);
                ProcReader oneByOne = new ProcReader(PROC, false)) {
            workload.release();
            assertThat(workload.line()).isEqualTo("done");
            assertThat(bySize.enter(workload.pid())).isZero();
            assertThat(oneByOne.enter(workload.pid())).isZero();

            assertThat(oneByOne.countFiles(1_000)).isEqualTo(openFiles(workload.pid()));
            assertThat(bySize.countFiles(1_000)).isEqualTo(openFiles(workload.pid()));
            assertThat(oneByOne.countFiles(7)).isEqualTo(7);
        }
    }

    @Test
    void bytesAreThoseOfAllThreadsAndAwaitedChildren(@TempDir Path folder) throws Exception {
        int times = 230;
        int block = 8_192;
        Path file = folder.resolve("file");
        try (Workload workload = Workload.start("uses_io", times, block, file);
                ProcessSnapshots receiver = receiver()) {
            Map<String, Long> before = figures(receiver, workload);
            workload.release();
            assertThat(workload.line()).isEqualTo("done");

            Map<String, Long> after = figures(receiver, workload);

            long bytes = (long) times * block;
            assertThat(delta(before, after, "wchar_bytes")).isEqualTo(2 * bytes + "done\n".length());
            assertThat(delta(before, after, "syscw")).isEqualTo(2L * times + 1);
            assertThat(delta(before, after, "rchar_bytes")).isEqualTo(bytes + 1); // and the byte that released it
            assertThat(delta(before, after, "syscr")).isEqualTo(times + 1);
            // A file that is new takes blocks of the file system itself, too.
            long onDevice = sizeOfFileMapping(file);
            assertThat(delta(before, after, "write_bytes")).isBetween(onDevice, onDevice + MIB);
            assertThat(delta(before, after, "cancelled_write_bytes")).isZero();
        }
    }

    @Test
    void switchesAreThoseOfAllThreadsAlsoOfThoseThatEnded() throws Exception {
        int threads = 23;
        int sleeps = 100;
        try (Workload workload = Workload.start("uses_threads", threads, sleeps);
                ProcessSnapshots receiver = receiver()) {
            figures(receiver, workload);
            workload.release();
            List<Long> least = numbers(workload.line());
            Map<String, Long> living = figures(receiver, workload);
            workload.release();
            List<Long> most = numbers(workload.line());

            assertThat(least.getFirst()).isGreaterThanOrEqualTo((long) threads * sleeps);
            assertThat(living).containsEntry("threads", threads + 1L);
            assertThat(value(living, "voluntary_ctxt_switches")).isBetween(least.getFirst(), most.getFirst());
            assertThat(value(living, "nonvoluntary_ctxt_switches")).isBetween(least.getLast(), most.getLast());

            workload.release();
            List<Long> ended = numbers(workload.line());
            Map<String, Long> alone = figures(receiver, workload);

            assertThat(alone).containsEntry("threads", 1L);
            assertThat(value(alone, "voluntary_ctxt_switches"))
                    .isGreaterThanOrEqualTo(value(living, "voluntary_ctxt_switches"));
            // What each thread did after it was last read is known to the kernel alone: a wake-up, and the fight for a
            // lock.
            assertThat(ended.getFirst() - value(alone, "voluntary_ctxt_switches"))
                    .isLessThan((long) threads * sleeps / 2);
        }
    }

    private static List<Long> numbers(String line) {
        return Arrays.stream(line.split(" ")).map(Long::parseLong).toList();
    }

    @Test
    void readsTheProcessesOfThisHostAsASecondReaderDoes() throws Exception {
        try (ProcReader proc = new ProcReader(PROC)) {
            int pid = Math.toIntExact(ProcessHandle.current().pid());
            assertThat(proc.enter(pid)).isZero();
            int length = proc.read(ProcReader.Entry.LIMITS);
            assertThat(new String(proc.text(), 0, length, StandardCharsets.UTF_8))
                    .isEqualTo(Files.readString(PROC.resolve(pid + "/limits")));
            assertThat(proc.listThreads()).isGreaterThan(1);
            assertThat(proc.readThread(pid)).isPositive();
        }
    }

    @Test
    void aFolderThatIsOpenStaysWithItsProcess() throws Exception {
        try (ProcReader proc = new ProcReader(PROC);
                Workload workload = Workload.start("blocks")) {
            assertThat(proc.enter(workload.pid())).isZero();
            assertThat(proc.read(ProcReader.Entry.STAT)).isPositive();
            workload.release();
            workload.release();
            workload.awaitEnd();
            assertThat(proc.read(ProcReader.Entry.STAT)).isIn(-Libc.ESRCH, -Libc.ENOENT);
            assertThat(proc.enter(workload.pid())).isEqualTo(-Libc.ENOENT);
        }
    }
}
