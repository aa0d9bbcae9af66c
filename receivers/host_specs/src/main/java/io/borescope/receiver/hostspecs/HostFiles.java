package io.borescope.receiver.hostspecs;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Files in which a host describes itself. One that is not there, or not for us, is no error: it says nothing. Thread-safe. */
final class HostFiles {
    private static final int LINE_LIMIT = 4 << 10;
    private static final int TEXT_LIMIT = 1 << 20;
    private static final int ENTRY_LIMIT = 16_384;

    private final Path root;

    /**
     * @param root what the host calls {@code /}
     */
    HostFiles(Path root) {
        this.root = root;
    }

    /** A short file without blanks around it; empty if it says nothing. */
    String line(String path) {
        return text(path, LINE_LIMIT).strip();
    }

    /** The lines of a file, of its first MiB. */
    List<String> lines(String path) {
        return text(path, TEXT_LIMIT).lines().toList();
    }

    /** A whole number in decimal; {@code missing} if there is none. */
    long number(String path, long missing) {
        try {
            return Long.parseLong(line(path));
        } catch (NumberFormatException e) {
            return missing;
        }
    }

    /** A file's bytes, at most {@code limit}; empty if it cannot be read. */
    byte[] bytes(String path, int limit) {
        try (FileInputStream in = new FileInputStream(file(path))) {
            return in.readNBytes(limit);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Whether there is such a file, readable or not. */
    boolean exists(String path) {
        return file(path).exists();
    }

    /** The names in a folder, sorted; at most 16,384. */
    List<String> names(String folder) {
        String[] names = Objects.requireNonNullElse(file(folder).list(), new String[0]);
        return Arrays.stream(names).sorted().limit(ENTRY_LIMIT).toList();
    }

    private String text(String path, int limit) {
        return new String(bytes(path, limit), StandardCharsets.UTF_8);
    }

    private File file(String path) {
        return root.resolve(path).toFile();
    }
}
