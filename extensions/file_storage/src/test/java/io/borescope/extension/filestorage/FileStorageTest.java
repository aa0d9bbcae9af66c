package io.borescope.extension.filestorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageException.Reason;
import io.borescope.api.storage.StoredRecord;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.TestSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {
    private static final String OWNER = "exporter/ndjson_http/eu";
    private static final byte[] HEAD = "head".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(
                () -> new FileStorage(TestStorage.settings(), TestStorage.config(directory, ByteSize.ofMebibytes(1))));
    }

    @Test
    void findsInOrderWhatWasAppendedAndNotRemoved() throws Exception {
        try (FileStorage storage = TestStorage.start(directory)) {
            RecordStore store = storage.open(OWNER);
            assertThat(store.found()).isEmpty();
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                numbers.add(store.append(HEAD, new byte[] {(byte) i}));
            }
            store.remove(List.of(numbers.get(0), numbers.get(5)));
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
        try (FileStorage storage = TestStorage.start(directory)) {
            RecordStore store = storage.open(OWNER);
            List<StoredRecord> found = store.found();
            List<Integer> bodies = new ArrayList<>();
            for (StoredRecord record : found) {
                assertThat(record.head()).isEqualTo(ByteBuffer.wrap(HEAD));
                assertThat(record.bodyBytes()).isEqualTo(1);
                bodies.add((int) store.read(record.number())[0]);
            }
            assertThat(bodies).containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
        }
    }

    @Test
    void ownersDoNotMeet() throws Exception {
        try (FileStorage storage = TestStorage.start(directory)) {
            storage.open("exporter/a/b_c").append(HEAD, new byte[1]);
            storage.open("exporter/a_b/c").append(HEAD, new byte[2]);
            storage.open("exporter/größe").append(HEAD, new byte[3]);
        }
        try (FileStorage storage = TestStorage.start(directory)) {
            assertThat(storage.open("exporter/größe").found())
                    .extracting(StoredRecord::bodyBytes)
                    .containsExactly(3L);
            assertThat(storage.open("exporter/a_b/c").found())
                    .extracting(StoredRecord::bodyBytes)
                    .containsExactly(2L);
        }
    }

    @Test
    void oneAgentAtATimeUsesADirectory() throws Exception {
        try (FileStorage _ = TestStorage.start(directory)) {
            assertThatThrownBy(() -> TestStorage.start(directory))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "%s is in use by process %d. Give each agent, and each file_storage, a directory of its own."
                                    .formatted(
                                            directory, ProcessHandle.current().pid()));
        }
        TestStorage.start(directory).close();
    }

    @Test
    void saysWhereItCannotWrite() {
        Path notWritable = Path.of("/proc/sys");
        assertThatThrownBy(() -> TestStorage.start(notWritable))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot write in /proc/sys: ")
                .hasMessageEndingWith("Make it writable for this user, or choose another directory.");
    }

    @Test
    void makesTheDirectoryWithTheGivenRightsUnlessToldNotTo() throws Exception {
        Path made = directory.resolve("a/b");
        TestStorage.start(made).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwxr-x---");

        Path missing = directory.resolve("c");
        FileStorageConfig config = new FileStorageConfig(
                missing, false, "0750", Duration.ZERO, false, ByteSize.ofMebibytes(1), true, TestStorage.NO_COMPACTION);
        assertThatThrownBy(() -> new FileStorage(TestStorage.settings(), config).start())
                .hasMessage(missing + " is not a directory. Make it, or set create_directory.");
    }

    @Test
    void refusesWhatExceedsTheMaximumAndTakesMoreOnceRecordsAreRemoved() throws Exception {
        long limit = ByteSize.ofMebibytes(2).bytes();
        try (FileStorage storage = TestStorage.start(directory, new ByteSize(limit), TestStorage.settings())) {
            RecordStore store = storage.open(OWNER);
            List<Long> numbers = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                numbers.addAll(fill(store));
                assertThat(store.diskBytes()).isLessThanOrEqualTo(limit);
                assertThat(sizeOfFiles())
                        .isLessThan(limit + ByteSize.ofMebibytes(6).bytes());
                assertThat(numbers).hasSizeGreaterThan(60);
                store.remove(List.copyOf(numbers.subList(0, 40)));
                numbers.subList(0, 40).clear();
            }
            for (long number : numbers) {
                assertThat(store.read(number)).hasSize(20_000);
            }
        }
    }

    @Test
    void goesOnReadingAndRemovingWhileTheDiskIsFull() throws Exception {
        TestStorage.start(directory)
                .close(); // so that SQLite's library is not used from the small disk, which would keep it busy
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()))
                .as("mount of a small disk, which needs root")
                .isZero();
        FileStorage storage = TestStorage.start(disk);
        try {
            RecordStore store = storage.open(OWNER);
            List<Long> numbers = new ArrayList<>(fill(store));
            assertThat(disk.toFile().getUsableSpace()).isPositive();
            assertThat(numbers).hasSizeGreaterThan(50);
            while (!numbers.isEmpty()) {
                assertThat(store.read(numbers.getFirst())).hasSize(20_000);
                store.remove(List.of(numbers.removeFirst()));
            }
            assertThat(fill(store)).hasSizeGreaterThan(50);
        } finally {
            storage.close();
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static List<Long> fill(RecordStore store) throws StorageException {
        List<Long> numbers = new ArrayList<>();
        while (true) {
            try {
                numbers.add(store.append(HEAD, new byte[20_000]));
            } catch (StorageException full) {
                assertThat(full.reason()).isEqualTo(Reason.FULL);
                return numbers;
            }
        }
    }

    @Test
    void filesShrinkAsTheyEmpty() throws Exception {
        try (FileStorage storage = TestStorage.start(directory)) {
            RecordStore store = storage.open(OWNER);
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                numbers.add(store.append(HEAD, new byte[20_000]));
            }
            long before = store.diskBytes();
            for (int i = 0; i < 1_000; i += 50) {
                store.remove(numbers.subList(i, i + 50));
            }
            assertThat(before).isGreaterThan(20_000_000);
            assertThat(store.diskBytes()).isLessThan(before / 2);
        }
        assertThat(sizeOfFiles()).isLessThan(12_000_000);
    }

    @Test
    void refusesAFileOfANewerVersionAndLeavesItsRecordsAlone() throws Exception {
        try (FileStorage storage = TestStorage.start(directory)) {
            storage.open(OWNER).append(HEAD, new byte[3]);
        }
        writeVersion(RecordFile.VERSION + 1);
        try (FileStorage storage = TestStorage.start(directory)) {
            assertThatThrownBy(() -> storage.open(OWNER))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("has version 2 of the format, this agent reads up to 1.");
        }
        writeVersion(RecordFile.VERSION);
        try (FileStorage storage = TestStorage.start(directory)) {
            assertThat(storage.open(OWNER).found()).hasSize(1);
        }
    }

    /** Its place is in https://www.sqlite.org/fileformat.html, as user_version. */
    private void writeVersion(int version) throws Exception {
        byte[] bytes = Files.readAllBytes(onlyFile());
        ByteBuffer.wrap(bytes).putInt(60, version);
        Files.write(onlyFile(), bytes);
    }

    @Test
    void countsWhatDamageInTheLogOfAKilledAgentCuts() throws Exception {
        Path killed = Files.createDirectory(directory.resolve("killed"));
        Path lived = Files.createDirectory(directory.resolve("lived"));
        try (FileStorage storage = TestStorage.start(lived)) {
            RecordStore store = storage.open(OWNER);
            for (int i = 0; i < 20; i++) {
                store.append(HEAD, new byte[3_000]);
            }
            try (Stream<Path> files = Files.list(lived)) {
                for (Path file : files.toList()) {
                    Files.copy(file, killed.resolve(file.getFileName()));
                }
            }
        }
        Path log;
        try (Stream<Path> files = Files.list(killed)) {
            log = files.filter(file -> file.toString().endsWith("-wal"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);

        TestSettings settings = TestStorage.settings();
        try (FileStorage storage = TestStorage.start(killed, ByteSize.ofMebibytes(1), settings)) {
            int found = storage.open(OWNER).found().size();
            assertThat(found).isBetween(5, 15);
            assertThat(settings.counted("damaged_records")).isEqualTo(20 - found - 1);
        }
    }

    @Test
    void setsAsideWhatCannotBeReadAtAll() throws Exception {
        try (FileStorage storage = TestStorage.start(directory)) {
            storage.open(OWNER).append(HEAD, new byte[3]);
        }
        Path file = onlyFile();
        byte[] garbage = new byte[8192];
        new Random(1).nextBytes(garbage);
        Files.write(file, garbage);
        TestSettings settings = TestStorage.settings();
        try (FileStorage storage = TestStorage.start(directory, ByteSize.ofMebibytes(1), settings)) {
            RecordStore store = storage.open(OWNER);
            assertThat(store.found()).isEmpty();
            assertThat(store.append(HEAD, new byte[3])).isPositive();
        }
        assertThat(settings.counted("damaged_records")).isEqualTo(1);
        assertThat(file.resolveSibling(file.getFileName() + ".damaged")).hasBinaryContent(garbage);
    }

    @Test
    void goesOnInANewFileWhereDamageIsInTheWayOfWriting() throws Exception {
        try (FileStorage storage = TestStorage.start(directory)) {
            RecordStore store = storage.open(OWNER);
            for (int i = 0; i < 200; i++) {
                store.append(HEAD, new byte[3_000]);
            }
        }
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        overwriteLastLeaf(bytes);
        Files.write(file, bytes);
        TestSettings settings = TestStorage.settings();
        try (FileStorage storage = TestStorage.start(directory, ByteSize.ofMebibytes(64), settings)) {
            RecordStore store = storage.open(OWNER);
            int before = store.found().size();
            List<Long> added =
                    LongStream.range(0, 50).mapToObj(_ -> append(store)).toList();
            assertThat(before).isEqualTo(200);
            for (long number : added) {
                assertThat(store.read(number)).hasSize(3_000);
            }
        }
        assertThat(Stream.of(directory.toFile().list()))
                .noneMatch(name -> name.endsWith(".new") || name.endsWith(".rebuilt"));
    }

    private static long append(RecordStore store) {
        try {
            return store.append(HEAD, new byte[3_000]);
        } catch (StorageException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The last page is a leaf of the table that grows most. */
    private static void overwriteLastLeaf(byte[] bytes) {
        for (int page = bytes.length / 4096 - 1; page > 2; page--) {
            if (bytes[page * 4096] == 0x0d) { // a table's leaf
                for (int i = 0; i < 512; i++) {
                    bytes[page * 4096 + i] = (byte) 0xa5;
                }
                return;
            }
        }
        throw new AssertionError("no leaf");
    }

    private Path onlyFile() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private long sizeOfFiles() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().contains(".db"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
