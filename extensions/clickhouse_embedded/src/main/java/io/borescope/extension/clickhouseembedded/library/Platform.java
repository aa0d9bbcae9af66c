package io.borescope.extension.clickhouseembedded.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the engine's library can run here. It has to be known before the library is loaded: an instruction that the CPU does not know
 * ends the process without a word.
 */
public final class Platform {
    private static final Set<String> NEEDED_FEATURES = Set.of("avx2", "bmi2");

    private Platform() {}

    /**
     * The package for this machine.
     *
     * @throws LibraryException if there is none, or its library could not run
     */
    public static LibraryPackage requirePackage() throws LibraryException {
        check(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                read(Path.of("/proc/cpuinfo")),
                read(Path.of("/proc/self/maps")));
        return LibraryPackage.X86_64;
    }

    private static String read(Path file) throws LibraryException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LibraryException("cannot read %s, to see whether libchdb can run here: %s".formatted(file, e), e);
        }
    }

    static void check(String system, String architecture, String cpuInfo, String mappedFiles) throws LibraryException {
        if (!system.equals("Linux")) {
            throw new LibraryException("libchdb is fetched for Linux only, and this is " + system + ".");
        }
        if (architecture.equals("aarch64")) {
            throw new LibraryException(
                    "libchdb for arm64 has not been published in the version that Borescope was tried" + " with ("
                            + LibraryPackage.X86_64.version() + "). Use a ClickHouse server.");
        }
        if (!architecture.equals("amd64")) {
            throw new LibraryException("there is no libchdb for " + architecture + ". Use a ClickHouse server.");
        }
        if (mappedFiles.contains("/ld-musl-")) {
            throw new LibraryException("libchdb needs glibc, and this Java runtime runs on musl."
                    + " Use a distribution with glibc, or a ClickHouse server.");
        }
        Set<String> missing = new HashSet<>(NEEDED_FEATURES);
        missing.removeAll(features(cpuInfo));
        if (!missing.isEmpty()) {
            throw new LibraryException("libchdb needs a CPU with avx2 and bmi2 (x86-64-v3); this one lacks "
                    + String.join(" and ", missing.stream().sorted().toList())
                    + ". In a virtual machine, let the CPU's features through; or use a ClickHouse server.");
        }
    }

    private static Set<String> features(String cpuInfo) {
        return new HashSet<>(cpuInfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.asList(
                        line.substring(line.indexOf(':') + 1).strip().split(" ")))
                .orElse(Stream.<String>empty().toList()));
    }
}
