package io.borescope.bpf;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** A file whose pages come from a device and may leave memory again, as those of a file system in memory cannot. */
final class DiskFile {
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "rootfs");

    /** A memory block device that kernels under test have instead of a disk; see scripts/kernels/init. */
    private static final Path DEVICE = Path.of("/dev/zram1");

    private DiskFile() {}

    /** A new file of zeroes in this folder, or a device of this size where the folder is not on a disk. */
    static Path in(Path folder, long bytes) throws IOException {
        if (IN_MEMORY.contains(Files.getFileStore(folder).type())) {
            Assumptions.assumeTrue(Files.exists(DEVICE), "no disk, and no " + DEVICE);
            return DEVICE;
        }
        Path path = folder.resolve("disk-file");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return path;
    }
}
