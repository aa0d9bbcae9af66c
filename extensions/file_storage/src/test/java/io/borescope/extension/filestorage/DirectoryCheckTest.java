package io.borescope.extension.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.testing.CheckContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCheckTest {
    private static final ByteSize LITTLE = ByteSize.ofMebibytes(1);

    @TempDir
    private Path folder;

    private static Finding find(Path directory, ByteSize maxSize, boolean create) throws Exception {
        FileStorageConfig config = new FileStorageConfig(
                directory, create, "0750", Duration.ZERO, false, maxSize, true, TestStorage.NO_COMPACTION);
        List<Finding> findings = CheckContract.check(new DirectoryCheck(config));
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    @Test
    void saysHowMuchRoomThereIs() throws Exception {
        Finding finding = find(folder, LITTLE, true);
        assertThat(finding.outcome()).isEqualTo(Outcome.OK);
        assertThat(finding.found()).matches("/.*, [0-9]+.iB free");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysThatThereIsLessRoomThanPromised() throws Exception {
        Finding finding = find(folder, ByteSize.ofMebibytes(1L << 40), true);
        assertThat(finding.outcome()).isEqualTo(Outcome.WARNING);
        assertThat(finding.found()).contains("less than max_size of");
    }

    @Test
    void looksWhereADirectoryWillBeMade() throws Exception {
        Path directory = folder.resolve("not/yet");
        assertThat(find(directory, LITTLE, true).found()).contains("not/yet will be made");
        assertThat(directory.getParent()).doesNotExist();
        Finding finding = find(directory, LITTLE, false);
        assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finding.remedy()).isEqualTo("Make it, or set create_directory.");
    }

    @Test
    void saysWhatIsNoDirectory() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(find(file, LITTLE, true).found()).isEqualTo(file + " is not a directory");
        assertThat(find(file.resolve("below"), LITTLE, true).found())
                .isEqualTo(file + "/below is not there, and this user cannot make it");
    }

    @Test
    void namesTheProcessThatUsesIt() throws Exception {
        try (FileStorage running = TestStorage.start(folder)) {
            Finding finding = find(folder, LITTLE, true);
            assertThat(finding.outcome()).isEqualTo(Outcome.WARNING);
            assertThat(finding.found())
                    .isEqualTo("%s is in use by process %d"
                            .formatted(folder, ProcessHandle.current().pid()));
            assertThat(running).isNotNull();
        }
        assertThat(find(folder, LITTLE, true).outcome()).isEqualTo(Outcome.OK);
    }
}
