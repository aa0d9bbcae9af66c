package io.borescope.extension.filestorage;

import java.nio.file.Path;
import java.util.Map;

/** Where files are kept if nobody says where. */
final class DefaultDirectory {
    private static final Path OF_ROOT = Path.of("/var/lib/borescope/file_storage");

    private DefaultDirectory() {}

    /** {@code /var/lib/borescope/file_storage} for root, {@code ~/.local/share/borescope/file_storage} for others. */
    static Path ofAgent(Map<String, String> environment) {
        if (System.getProperty("user.name").equals("root")) {
            return OF_ROOT;
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path share = data.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(data);
        return share.resolve("borescope").resolve("file_storage");
    }
}
