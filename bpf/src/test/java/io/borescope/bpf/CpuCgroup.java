package io.borescope.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A cgroup of its own for a workload, since the kernel keeps account of the CPU time of each: what its processes used until they ended. */
final class CpuCgroup implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final Path folder;

    private CpuCgroup(Path folder) {
        this.folder = folder;
    }

    /** A new one with this process in it, in whichever hierarchy there is; skips the test if there is none. */
    static CpuCgroup of(int pid) throws IOException {
        Optional<Path> hierarchy = mount("cgroup2", "").or(() -> mount("cgroup", "cpuacct"));
        Assumptions.assumeTrue(hierarchy.isPresent(), "no cgroup hierarchy is mounted");
        Path folder = Files.createDirectory(hierarchy.orElseThrow().resolve("borescope-test-" + pid));
        Files.writeString(folder.resolve("cgroup.procs"), Integer.toString(pid));
        return new CpuCgroup(folder);
    }

    private static Optional<Path> mount(String type, String option) {
        try {
            return Files.readAllLines(MOUNTS).stream()
                    .map(line -> line.split(" ", -1)) // device, path, type, options
                    .filter(mount -> mount[2].equals(type) && mount[3].contains(option))
                    .map(mount -> Path.of(mount[1]))
                    .filter(Files::isWritable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time of all processes that are or were in it. */
    long usedNanos() throws IOException {
        Path v1 = folder.resolve("cpuacct.usage");
        if (Files.exists(v1)) {
            return Long.parseLong(Files.readString(v1).strip());
        }
        String microseconds = Files.readAllLines(folder.resolve("cpu.stat")).stream()
                .filter(line -> line.startsWith("usage_usec "))
                .findFirst()
                .orElseThrow()
                .substring("usage_usec ".length());
        return Long.parseLong(microseconds) * 1_000;
    }

    /** Its processes must have ended. */
    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
