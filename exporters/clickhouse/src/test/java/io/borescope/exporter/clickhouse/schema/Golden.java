package io.borescope.exporter.clickhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files with what is expected, written anew with {@code -Dborescope.write=on}, which fails the test so that somebody looks at them. */
public final class Golden {
    private static final Path FOLDER =
            Path.of("src", "test", "resources", "io", "borescope", "exporter", "clickhouse", "schema");

    private Golden() {}

    static Path path(String file) {
        return FOLDER.resolve(file);
    }

    public static void assertMatches(String file, List<String> lines) throws Exception {
        Path path = path(file);
        if (System.getProperty("borescope.write", "off").equals("on")) {
            Files.createDirectories(FOLDER);
            Files.write(path, lines);
            fail("%s is written; look at the difference".formatted(path));
        }
        assertThat(lines).isEqualTo(Files.readAllLines(path));
    }
}
