package io.borescope.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small files in which the kernel answers questions: settings, lists of CPUs. */
final class KernelFile {
    private static final int LARGEST = 4096;

    private KernelFile() {}

    /**
     * The file's text without blanks around it. In one read: a setting under {@code /proc/sys} is given out by the first read
     * only, and {@link Files#readString} begins with one of a single byte, as such a file claims to be empty.
     */
    static String read(Path file) throws IOException {
        byte[] text = new byte[LARGEST];
        try (InputStream in = Files.newInputStream(file)) {
            int length = Math.max(in.read(text), 0);
            return new String(text, 0, length, StandardCharsets.UTF_8).strip();
        }
    }
}
