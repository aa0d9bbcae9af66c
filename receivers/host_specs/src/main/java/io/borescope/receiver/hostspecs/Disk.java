package io.borescope.receiver.hostspecs;

import java.util.List;
import java.util.stream.Stream;

/** A disk. {@code model} is {@code unknown} where nobody says; vendor and serial are empty then. */
record Disk(String name, String model, String vendor, String serial, long sizeBytes, boolean rotational) {
    private static final String BLOCK = "sys/block";
    private static final int SECTOR_BYTES = 512;
    private static final int DISK_LIMIT = 4_096;
    private static final String UNKNOWN_MODEL = "unknown";

    /** The disks of a host, sorted by name; loop devices and RAM disks are none. */
    static List<Disk> read(HostFiles files) {
        return files.names(BLOCK).stream()
                .filter(name -> !name.startsWith("loop") && !name.startsWith("ram"))
                .limit(DISK_LIMIT)
                .map(name -> read(files, name))
                .toList();
    }

    private static Disk read(HostFiles files, String name) {
        String folder = BLOCK + "/" + name + "/";
        return new Disk(
                name,
                Stream.of("device/model", "device/name")
                        .map(file -> files.line(folder + file))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(UNKNOWN_MODEL),
                files.line(folder + "device/vendor"),
                // Disks of virtual machines tell it in a file of their own.
                Stream.of("device/serial", "serial")
                        .map(file -> files.line(folder + file))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""),
                Math.max(0, files.number(folder + "size", 0)) * SECTOR_BYTES,
                files.number(folder + "queue/rotational", 0) == 1);
    }
}
