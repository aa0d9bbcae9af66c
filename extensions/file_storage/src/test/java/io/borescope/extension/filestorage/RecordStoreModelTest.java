package io.borescope.extension.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StoredRecord;
import io.borescope.testing.LongForm;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations beside a sorted map. The end of a process is imitated by a copy of the files at that moment, which is what the next process
 * finds; damage by foreign bytes somewhere in the file.
 */
class RecordStoreModelTest {
    private static final String OWNER = "exporter/sink";
    private static final int SECTOR_BYTES = 512; // what disks lose at once
    private static final int PAGE_BYTES = 4096;
    private static final int MOST_OF_A_PAGE = 40;

    @TempDir
    private Path root;

    private final NavigableMap<Long, byte[]> model = new TreeMap<>();
    private Random random = new Random();
    private int copies;

    static Stream<Integer> seeds() {
        int count = LongForm.isWanted() ? 200 : 12;
        return Stream.iterate(1, seed -> seed + 1).limit(count);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsOfTheProcessAreNotNoticed(int seed) throws Exception {
        random = new Random(seed);
        Path directory = Files.createDirectory(root.resolve("0"));
        for (int life = 0; life < 4; life++) {
            TestSettings settings = TestStorage.settings();
            try (FileStorage storage = TestStorage.start(directory, ByteSize.ofMebibytes(64), settings)) {
                RecordStore store = storage.open(OWNER);
                assertThat(settings.counted("damaged_records")).isZero();
                compare(store.found(), store);
                operate(store, 40 + random.nextInt(80));
                directory = copy(directory);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void damageCostsTheRecordsThatItHit(int seed) throws Exception {
        random = new Random(seed);
        Path directory = Files.createDirectory(root.resolve("0"));
        for (int life = 0; life < 4; life++) {
            TestSettings settings = TestStorage.settings();
            try (FileStorage storage = TestStorage.start(directory, ByteSize.ofMebibytes(64), settings)) {
                RecordStore store = storage.open(OWNER);
                int lost = takeLoss(store.found(), store);
                assertThat(settings.counted("damaged_records")).isBetween((long) lost, lost + 1L);
                assertThat(lost).isLessThanOrEqualTo(MOST_OF_A_PAGE);
                operate(store, 150);
            }
            damage(directory);
        }
    }

    private void operate(RecordStore store, int operations) throws StorageException {
        for (int i = 0; i < operations; i++) {
            if (random.nextInt(3) > 0 || model.isEmpty()) {
                byte[] head = new byte[20 + random.nextInt(60)];
                byte[] body = new byte[random.nextInt(6_000)];
                random.nextBytes(head);
                random.nextBytes(body);
                model.put(store.append(head, body), joined(head, body));
            } else {
                List<Long> oldest =
                        model.keySet().stream().limit(1 + random.nextInt(3)).toList();
                store.remove(oldest);
                oldest.forEach(model::remove);
            }
        }
    }

    private void compare(List<StoredRecord> found, RecordStore store) throws StorageException {
        assertThat(found).extracting(StoredRecord::number).containsExactlyElementsOf(model.keySet());
        for (StoredRecord record : found) {
            assertThat(whole(record, store)).isEqualTo(model.get(record.number()));
        }
    }

    /** What is still there is as it was written, and in order; the rest is counted and forgotten. */
    private int takeLoss(List<StoredRecord> found, RecordStore store) throws StorageException {
        int before = model.size();
        List<Long> readable = new ArrayList<>();
        for (StoredRecord record : found) {
            try {
                assertThat(whole(record, store)).isEqualTo(model.get(record.number()));
                readable.add(record.number());
            } catch (StorageException damaged) {
                assertThat(damaged.reason()).isEqualTo(StorageException.Reason.DAMAGED);
                store.remove(List.of(record.number()));
            }
        }
        assertThat(readable).isSorted();
        model.keySet().retainAll(readable);
        return before - model.size();
    }

    private static byte[] whole(StoredRecord record, RecordStore store) throws StorageException {
        byte[] head = new byte[record.head().remaining()];
        record.head().duplicate().get(head);
        return joined(head, store.read(record.number()));
    }

    private static byte[] joined(byte[] head, byte[] body) {
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    private Path copy(Path directory) throws IOException {
        Path target = Files.createDirectory(root.resolve(String.valueOf(++copies)));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    /** Spares the first page, whose loss is the loss of the file; see {@link FileStorageTest}. */
    private void damage(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Path file = files.filter(path -> path.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            byte[] foreign = new byte[SECTOR_BYTES];
            random.nextBytes(foreign);
            int sector = random.nextInt(PAGE_BYTES / SECTOR_BYTES, bytes.length / SECTOR_BYTES);
            System.arraycopy(foreign, 0, bytes, sector * SECTOR_BYTES, SECTOR_BYTES);
            Files.write(file, bytes);
        }
    }
}
