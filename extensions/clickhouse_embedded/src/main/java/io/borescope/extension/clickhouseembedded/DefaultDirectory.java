package io.borescope.extension.clickhouseembedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where data is kept if nobody says where. */
final class DefaultDirectory {
    private static final Path OF_ROOT = Path.of("/var/lib/borescope/clickhouse");

    private DefaultDirectory() {}

    /** What to add to "there is nothing" where an agent of root has kept something; empty if none has. */
    static String hintAtRoots(Path asked) {
        return !asked.equals(OF_ROOT) && Files.isDirectory(OF_ROOT)
                ? " An agent of root has kept something in %s: ask it with sudo.".formatted(OF_ROOT)
                : "";
    }

    /** {@code /var/lib/borescope/clickhouse} for root, {@code ~/.local/share/borescope/clickhouse} for others. */
    static Path ofAgent(Map<String, String> environment) {
        if (System.getProperty("user.name").equals("root")) {
            return OF_ROOT;
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path share = data.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(data);
        return share.resolve("borescope").resolve("clickhouse");
    }
}
