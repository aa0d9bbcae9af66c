package io.borescope.receiver.hostspecs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a made-up host, below a folder that stands for its {@code /}. */
final class HostTree {
    private final Path root;

    HostTree(Path root) {
        this.root = root;
    }

    HostFiles files() {
        return new HostFiles(root);
    }

    Path root() {
        return root;
    }

    HostTree file(String path, String text) {
        return file(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    HostTree file(String path, byte[] bytes) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostTree cpu(int id, String file, String value) {
        return file("sys/devices/system/cpu/cpu" + id + "/" + file, value + "\n");
    }

    /** A CPU with what the kernel says of most. */
    HostTree cpu(int id, int core, int packageId) {
        return cpu(id, "topology/core_id", Integer.toString(core))
                .cpu(id, "topology/physical_package_id", Integer.toString(packageId))
                .cpu(id, "topology/die_id", "0")
                .cpu(id, "topology/cluster_id", Integer.toString(core));
    }

    HostTree disk(String name, String file, String value) {
        return file("sys/block/" + name + "/" + file, value + "\n");
    }
}
