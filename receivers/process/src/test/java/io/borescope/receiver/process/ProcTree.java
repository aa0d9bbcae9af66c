package io.borescope.receiver.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A made-up {@code /proc}. */
final class ProcTree {
    private final Path root;

    ProcTree(Path root) {
        this.root = root;
    }

    ProcFiles files() {
        return new ProcFiles(root);
    }

    Path root() {
        return root;
    }

    /** Adds or replaces a process that started at a clock tick since boot. */
    Path process(int pid, int parentPid, String name, long startTicks, String executable, String... arguments) {
        Path folder = root.resolve(Integer.toString(pid));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("stat"), statLine(pid, name, 'S', parentPid, 0x400000, startTicks));
            Files.writeString(
                    folder.resolve("cmdline"), arguments.length == 0 ? "" : String.join("\0", arguments) + "\0");
            Files.writeString(folder.resolve("cgroup"), "0::/\n");
            Files.deleteIfExists(folder.resolve("exe"));
            if (!executable.isEmpty()) {
                Files.createSymbolicLink(folder.resolve("exe"), Path.of(executable));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String statLine(int pid, String name, char state, int parentPid, long flags, long startTicks) {
        return "%d (%s) %c %d 1 1 0 -1 %d 99 0 0 0 3 4 0 0 20 0 1 0 %d 3133440 407 18446744073709551615 1 1 0\n"
                .formatted(pid, name, state, parentPid, flags, startTicks);
    }

    void cgroup(int pid, String lines) throws IOException {
        Files.writeString(root.resolve(pid + "/cgroup"), lines);
    }

    /** The process is gone. */
    void remove(int pid) {
        try (Stream<Path> paths = Files.walk(root.resolve(Integer.toString(pid)))) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
