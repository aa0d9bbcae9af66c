package io.borescope.bpf;

import static java.util.Objects.requireNonNull;

import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A block device of its own: a file in memory, if there is a folder for that, behind the kernel's loop driver. */
final class LoopDevice implements AutoCloseable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final String SCHEDULER = "queue/scheduler";
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final @Nullable Path file;
    private final Workload keeper;
    private final Path path;

    private LoopDevice(@Nullable Path file, Workload keeper, Path path) {
        this.file = file;
        this.keeper = keeper;
        this.path = path;
    }

    /** What the kernel's own statistics count: see Documentation/block/stat.rst. Merges are of reads, writes and discards. */
    record Stat(
            long reads,
            long readSectors,
            long writes,
            long writeSectors,
            long discards,
            long discardSectors,
            long flushes,
            long merges) {
        private static Stat of(long[] field) {
            return new Stat(
                    field[0],
                    field[2],
                    field[4],
                    field[6],
                    field[11],
                    field[13],
                    field[15],
                    field[1] + field[5] + field[12]);
        }

        Stat minus(Stat before) {
            return new Stat(
                    reads - before.reads,
                    readSectors - before.readSectors,
                    writes - before.writes,
                    writeSectors - before.writeSectors,
                    discards - before.discards,
                    discardSectors - before.discardSectors,
                    flushes - before.flushes,
                    merges - before.merges);
        }
    }

    /** Makes one, or skips the test where that cannot be. */
    static LoopDevice ofSize(long bytes) throws Exception {
        return of(
                Files.isWritable(IN_MEMORY) ? IN_MEMORY : Path.of(System.getProperty("java.io.tmpdir")), bytes, "loop");
    }

    /** Makes one that reads and writes a file in a file system on a disk, past the page cache, or skips the test. */
    static LoopDevice pastThePageCache(long bytes) throws Exception {
        return of(Path.of(System.getProperty("java.io.tmpdir")), bytes, "loop", "direct");
    }

    /** Makes one of another device, past the page cache, or skips the test. */
    static LoopDevice upon(LoopDevice lower) throws Exception {
        return of(lower.path, null, "loop", "direct");
    }

    private static LoopDevice of(Path folder, long bytes, String... mode) throws Exception {
        Path file = Files.createTempFile(folder, "borescope", ".disk");
        resize(file, bytes);
        return of(file, file, mode);
    }

    private static LoopDevice of(Path backing, @Nullable Path file, String... mode) throws Exception {
        Workload keeper =
                mode.length > 1 ? Workload.start(mode[0], backing, mode[1]) : Workload.start(mode[0], backing);
        keeper.release();
        String line = keeper.line();
        if (!line.startsWith("/dev/")) {
            keeper.close();
            delete(file);
            Assumptions.abort("no loop device: " + line);
        }
        return new LoopDevice(file, keeper, Path.of(line));
    }

    private static void resize(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.write(ByteBuffer.allocate(1), bytes - 1);
        }
    }

    /** Cuts the file behind it; it keeps its size. */
    void cut(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(requireNonNull(file), StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    Path path() {
        return path;
    }

    /** As in the events. */
    int number() throws IOException {
        String[] number = setting("dev").split(":");
        return Integer.parseInt(number[0]) << 20 | Integer.parseInt(number[1]);
    }

    /** What stands in a file of its folder under {@code /sys/block}. */
    String setting(String name) throws IOException {
        return Files.readString(folder().resolve(name)).strip();
    }

    private Path folder() {
        return Path.of("/sys/block").resolve(path.getFileName());
    }

    /** Chooses an I/O scheduler, or skips the test if the kernel has not got it. */
    LoopDevice scheduledBy(String scheduler) throws IOException {
        String known = setting(SCHEDULER);
        boolean knows = List.of(known.replaceAll("[\\[\\]]", "").split(" ")).contains(scheduler);
        Assumptions.assumeTrue(knows, () -> "no I/O scheduler " + scheduler + ": " + known);
        Files.writeString(folder().resolve(SCHEDULER), scheduler);
        return this;
    }

    Stat stat() throws IOException {
        long[] fields = Arrays.stream(setting("stat").split(" +"))
                .mapToLong(Long::parseLong)
                .toArray();
        Assumptions.assumeTrue(fields.length >= 17, "statistics without flushes");
        return Stat.of(fields);
    }

    /**
     * What was counted since. The kernel counts a request after it has told that it is complete, so this waits for the expected
     * figures; if they do not come, it returns those that are there.
     */
    Stat since(Stat before, Predicate<Stat> expected) throws IOException {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        Stat found = stat().minus(before);
        while (!expected.test(found) && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
            found = stat().minus(before);
        }
        return found;
    }

    /** The kernel keeps the device, and its scheduler, for whoever asks for a loop device next. */
    @Override
    public void close() throws IOException {
        Files.writeString(folder().resolve(SCHEDULER), "none");
        keeper.release();
        try {
            keeper.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        delete(file);
    }

    private static void delete(@Nullable Path file) throws IOException {
        if (file != null) {
            Files.delete(file);
        }
    }
}
