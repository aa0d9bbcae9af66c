package io.borescope.extension.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.extension.filestorage.FileStorageConfig.Compaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileStorageConfigTest {
    @Test
    void acceptsTheCollectorsUsualKeys() {
        assertThat(problems(
                        "0750",
                        ByteSize.ofMebibytes(10),
                        new Compaction(true, true, null, null, null, null, null, null)))
                .isEmpty();
    }

    @Test
    void takesWhatItDoesNotNeedAndKnowsIt() {
        Compaction ofTheCollector =
                new Compaction(true, true, Path.of("/tmp"), true, 65_536L, 100L, 10L, Duration.ofSeconds(5));
        assertThat(problems("0750", ByteSize.ofMebibytes(10), ofTheCollector)).isEmpty();
        assertThat(ofTheCollector.withoutEffect())
                .containsExactly(
                        "compaction.directory",
                        "compaction.cleanup_on_start",
                        "compaction.max_transaction_size",
                        "compaction.rebound_needed_threshold_mib",
                        "compaction.rebound_trigger_threshold_mib",
                        "compaction.check_interval");
        assertThat(TestStorage.NO_COMPACTION.withoutEffect()).isEmpty();
    }

    @Test
    void refusesRightsAndSizesThatMakeNoSense() {
        assertThat(problems("rwx", new ByteSize(1), TestStorage.NO_COMPACTION))
                .containsExactly(
                        "max_size: 1B is less than the 1MiB that a file needs.",
                        "directory_permissions: \"rwx\" is not three octal digits. Write it as \"0750\".");
    }

    private static List<String> problems(String permissions, ByteSize maxSize, Compaction compaction) {
        List<String> problems = new ArrayList<>();
        new FileStorageConfig(Path.of("x"), true, permissions, Duration.ofSeconds(1), false, maxSize, true, compaction)
                .validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }
}
