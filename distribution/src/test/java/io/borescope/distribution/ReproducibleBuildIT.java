package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The same sources in another folder make the same distribution, byte for byte. */
@EnabledIfSystemProperty(
        named = "borescope.long",
        matches = "on",
        disabledReason = "a second build of everything; run ./test.sh --long")
final class ReproducibleBuildIT {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea");

    @Test
    void anotherBuildInAnotherFolderIsTheSame(@TempDir Path elsewhere) throws Exception {
        copySources(elsewhere);
        Process build = new ProcessBuilder(
                        "./mvnw", "-q", "-B", "-DskipTests", "-Dbpf=" + System.getProperty("borescope.bpf"), "package")
                .directory(elsewhere.toFile())
                .inheritIO()
                .start();
        assertThat(build.waitFor(20, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).isZero();

        assertThat(digests(elsewhere.resolve("distribution/target/borescope"))).isEqualTo(digests(Launcher.HOME));
    }

    private static void copySources(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : (Iterable<Path>) files.filter(ReproducibleBuildIT::isSource)::iterator) {
                Path copy = to.resolve(SOURCES.relativize(file).toString());
                if (!Files.isDirectory(file)) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static boolean isSource(Path path) {
        for (Path part : SOURCES.relativize(path)) {
            if (NOT_SOURCES.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    /** SHA-256 by path; what a machine makes for itself after the build is no part of it. */
    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !List.of(".built", "borescope.aot")
                            .contains(file.getFileName().toString()))
                    .forEach(file -> digests.put(folder.relativize(file).toString(), digest(file)));
        }
        return digests;
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
