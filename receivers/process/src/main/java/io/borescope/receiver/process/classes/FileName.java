package io.borescope.receiver.process.classes;

import io.borescope.api.process.ProcessName;
import java.util.List;
import java.util.regex.Pattern;

/** Names of programs: what is left of a path once everything that differs between installations is off. */
final class FileName {
    /** {@code -1.14.5}, {@code -v5.2.1-linux-amd64}, {@code -linux-amd64}. */
    private static final Pattern VERSION = Pattern.compile("[-_]v?\\d[\\w.+-]*$|[-_]linux[-_][\\w-]*$");

    private FileName() {}

    /** The last part of a path. */
    static String of(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A program's name as it is, and without a version, a platform and the suffix {@code -binary}. */
    static List<String> variants(String path) {
        String name = of(path);
        String plain = name;
        String shorter = shorten(plain);
        while (!shorter.equals(plain)) {
            plain = shorter;
            shorter = shorten(plain);
        }
        return plain.equals(name) || plain.isEmpty() ? List.of(name) : List.of(name, plain);
    }

    private static String shorten(String name) {
        return ProcessName.withoutBinarySuffix(VERSION.matcher(name).replaceFirst(""));
    }
}
