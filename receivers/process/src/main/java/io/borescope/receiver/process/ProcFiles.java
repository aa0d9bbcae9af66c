package io.borescope.receiver.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /proc}. A process that vanished and one that must not be looked at are the same here and no error: the answer is null or
 * empty. Thread-safe.
 */
final class ProcFiles {
    private static final int LINE_LIMIT = 4 << 10;

    /** Class paths of JVMs are long, and what runs stands behind them. */
    private static final int COMMAND_LINE_LIMIT = 128 << 10;

    private static final int ARGUMENT_LIMIT = 8 << 10;
    private static final int CGROUP_LIMIT = 16 << 10;
    private static final String DELETED = " (deleted)";

    private final Path root;

    /**
     * @param root where procfs is mounted
     */
    ProcFiles(Path root) {
        this.root = root;
    }

    /** The ids of all processes, in the kernel's order, which is ascending. */
    int[] pids() {
        String[] names = root.toFile().list();
        if (names == null) {
            return new int[0];
        }
        return Arrays.stream(names)
                .filter(name -> name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9'))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** Name, parent and start, or null if there is no such process. */
    @Nullable
    ProcStat stat(int pid) {
        String line = read(pid, "stat", LINE_LIMIT);
        return line == null ? null : ProcStat.parse(line);
    }

    /** Path of the program, also if its file has been replaced since; empty if it cannot be read. */
    String executable(int pid) {
        try {
            String path = Files.readSymbolicLink(file(pid, "exe").toPath()).toString();
            return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether {@link #executable} says nothing for want of a privilege. */
    boolean deniesExecutable(int pid) {
        try {
            Files.readSymbolicLink(file(pid, "exe").toPath());
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The arguments, of which the first 128 KiB and of each the first 8,192 characters; empty if they cannot be read. */
    List<String> commandLine(int pid) {
        String text = Objects.requireNonNullElse(read(pid, "cmdline", COMMAND_LINE_LIMIT), "");
        int end = text.endsWith("\0") ? text.length() - 1 : text.length();
        return Arrays.stream(end == 0 ? new String[0] : text.substring(0, end).split("\0", -1))
                .map(argument -> argument.substring(0, Math.min(argument.length(), ARGUMENT_LIMIT)))
                .toList();
    }

    /** The cgroups it is in. */
    Cgroups cgroups(int pid) {
        return Cgroups.parse(Objects.requireNonNullElse(read(pid, "cgroup", CGROUP_LIMIT), ""));
    }

    private @Nullable String read(int pid, String name, int limit) {
        try (FileInputStream in = new FileInputStream(file(pid, name))) {
            return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }

    private File file(int pid, String name) {
        return root.resolve(Integer.toString(pid)).resolve(name).toFile();
    }
}
