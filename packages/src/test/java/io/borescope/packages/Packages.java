package io.borescope.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that the build of this module has made. */
final class Packages {
    /** For the environment of a launcher: the JVM does not start if the cache of its start does not fit. */
    static final String WITH_THE_CACHE = "BORESCOPE_JAVA_OPTS=-XX:AOTMode=on";

    static final Path FOLDER = Path.of("target/packages").toAbsolutePath();
    static final Path UNIT =
            Path.of("root/usr/lib/systemd/system/borescope.service").toAbsolutePath();
    /** The folder that the module distribution lays out. */
    static final Path DISTRIBUTION =
            Path.of("../distribution/target/borescope").toAbsolutePath().normalize();

    private Packages() {}

    static Path deb() throws IOException {
        return only(".deb");
    }

    static Path archiveWithRuntime() throws IOException {
        return only("-linux-" + architecture() + ".tar.gz");
    }

    /** The one package whose name ends so. */
    static Path only(String end) throws IOException {
        List<Path> found = all(end);
        if (found.size() != 1) {
            throw new AssertionError("not one file *" + end + ": " + found);
        }
        return found.getFirst();
    }

    static List<Path> all(String end) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    /** This machine's, as Debian calls it. */
    static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
