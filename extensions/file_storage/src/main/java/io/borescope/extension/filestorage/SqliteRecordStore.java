package io.borescope.extension.filestorage;

import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageException.Reason;
import io.borescope.api.storage.StoredRecord;
import io.borescope.api.telemetry.Counter;
import io.borescope.extension.filestorage.RecordFile.WholeRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in a {@link RecordFile}. Damage costs the records that it hit: they are counted, the file is named in the log, and where SQLite
 * itself cannot go on, what can be read moves to a new file. Thread-safe.
 */
final class SqliteRecordStore implements RecordStore {
    private static final Logger log = LoggerFactory.getLogger(SqliteRecordStore.class);

    /** What appending leaves free on the disk: even removing a record needs some room, until it gives some back. */
    private static final long LEAST_FREE_BYTES = 16L << 20;

    private final Path path;
    private final FileStorageConfig config;
    private final Counter damaged;
    private RecordFile file;
    private List<StoredRecord> found = List.of();
    private long lastNumber;
    private boolean damageLogged;
    private boolean closed;
    private volatile long diskBytes;

    private SqliteRecordStore(Path path, FileStorageConfig config, Counter damaged, RecordFile file) {
        this.path = path;
        this.config = config;
        this.damaged = damaged;
        this.file = file;
    }

    /**
     * Opens a file, or makes it.
     *
     * @param damaged counts records that were not as they were written
     */
    static SqliteRecordStore open(Path path, FileStorageConfig config, Counter damaged) throws StorageException {
        SqliteRecordStore store = new SqliteRecordStore(path, config, damaged, openFile(path, config, damaged));
        try {
            store.find();
            return store;
        } catch (SQLException failure) {
            store.close();
            throw failed(path, failure);
        } catch (StorageException failure) {
            store.close();
            throw failure;
        }
    }

    private static RecordFile openFile(Path path, FileStorageConfig config, Counter damaged) throws StorageException {
        try {
            finishRebuild(path);
            try {
                long[] commits = WriteAheadLog.commits(sibling(path, "-wal"));
                RecordFile file = openFile(path, config);
                countLostCommits(path, commits, file.framesFound(), damaged);
                return file;
            } catch (SQLException failure) {
                if (!RecordFile.isDamage(failure) || !config.recreate()) {
                    throw failure;
                }
                Path aside = sibling(path, ".damaged");
                log.error(
                        "{} cannot be read at all ({}). It is now {}, and what it held is lost. A new file is begun.",
                        path,
                        failure.getMessage(),
                        aside);
                damaged.add(1);
                Files.deleteIfExists(sibling(path, "-wal"));
                Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
                return openFile(path, config);
            }
        } catch (SQLException failure) {
            throw failed(path, failure);
        } catch (IOException failure) {
            throw new StorageException(
                    Reason.FAILED,
                    "cannot open %s: %s. Check the rights of the directory.".formatted(path, failure),
                    failure);
        }
    }

    /** The last commit does not count: a process that is killed may leave it incomplete, and has not acknowledged it then. */
    private static void countLostCommits(Path path, long[] commits, long framesFound, Counter damaged) {
        long lost = LongStream.of(commits).filter(frame -> frame > framesFound).count() - 1;
        if (lost > 0) {
            damaged.add(lost);
            log.warn(
                    "{}-wal is damaged: up to {} records are lost that were written before the agent was killed",
                    path,
                    lost);
        }
    }

    private static RecordFile openFile(Path path, FileStorageConfig config) throws SQLException, StorageException {
        try {
            return RecordFile.open(path, config.fsync(), config.maxSize().bytes());
        } catch (ForeignFileException foreign) {
            throw new StorageException(Reason.FAILED, String.valueOf(foreign.getMessage()), foreign);
        }
    }

    /** Both tables are asked: damage may also hide rows without a failure. */
    private void find() throws SQLException, StorageException {
        NavigableMap<Long, StoredRecord> there = new TreeMap<>();
        boolean headsWhole =
                file.heads((number, head, bodyLength) -> there.put(number, stored(number, head, bodyLength)));
        NavigableSet<Long> numbers = new TreeSet<>();
        boolean recordsWhole = file.numbers(numbers::add);
        boolean sound = file.isSound();
        if (!sound || !headsWhole || !recordsWhole || !numbers.equals(there.navigableKeySet())) {
            recover(numbers, there, headsWhole);
        }
        found = List.copyOf(there.values());
        lastNumber = there.isEmpty() ? 0 : there.lastKey();
        diskBytes = file.bytes();
    }

    private static StoredRecord stored(long number, byte[] head, int bodyLength) {
        return new StoredRecord(number, ByteBuffer.wrap(head).asReadOnlyBuffer(), bodyLength);
    }

    /** Heads that cannot be read are taken from the whole records. Records that cannot be read are counted when they are wanted. */
    private void recover(NavigableSet<Long> numbers, NavigableMap<Long, StoredRecord> there, boolean headsWhole)
            throws SQLException, StorageException {
        long lost = 0;
        for (long number : numbers) {
            if (!there.containsKey(number)) {
                WholeRecord record = file.record(number);
                if (record != null) {
                    there.put(number, stored(number, record.head(), record.body().length));
                } else if (!headsWhole) { // else the number itself is damage: no head misses its record
                    lost++;
                }
            }
        }
        damaged.add(lost);
        log.warn(
                "{} is damaged: {} records are lost without a trace, {} are looked for in what can be read",
                path,
                lost,
                there.size());
        rebuild();
    }

    @Override
    public synchronized List<StoredRecord> found() {
        List<StoredRecord> once = found;
        found = List.of();
        return once;
    }

    @Override
    public synchronized long append(byte[] head, byte[] body) throws StorageException {
        checkRoom();
        long number = lastNumber + 1;
        write(() -> file.insert(number, head, body));
        lastNumber = number;
        return number;
    }

    private void checkRoom() throws StorageException {
        long free;
        try {
            free = Files.getFileStore(path).getUsableSpace();
        } catch (IOException failure) {
            throw new StorageException(
                    Reason.FAILED, "cannot reach %s: %s. Check the disk.".formatted(path, failure), failure);
        }
        if (free < LEAST_FREE_BYTES) {
            throw new StorageException(
                    Reason.FULL, "%s does not grow: the disk has less than 16 MiB left.".formatted(path), null);
        }
    }

    @Override
    public synchronized void remove(Collection<Long> numbers) throws StorageException {
        write(() -> file.delete(numbers));
    }

    @Override
    public synchronized byte[] read(long number) throws StorageException {
        checkOpen();
        WholeRecord record;
        try {
            record = file.record(number);
        } catch (SQLException failure) {
            throw failed(path, failure);
        }
        if (record == null) {
            damaged.add(1);
            if (!damageLogged) {
                log.warn("{} is damaged: record {} is not as it was written and is left out", path, number);
                damageLogged = true;
            }
            throw new StorageException(
                    Reason.DAMAGED, "%s: record %d is not as it was written".formatted(path, number), null);
        }
        return record.body();
    }

    @Override
    public long diskBytes() {
        return diskBytes;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            file.close();
        }
    }

    /** Writes; if damage is in the way, once more in a new file. */
    private void write(Write write) throws StorageException {
        checkOpen();
        try {
            try {
                write.run();
            } catch (SQLException failure) {
                if (!RecordFile.isDamage(failure)) {
                    throw failure;
                }
                log.warn("{} is damaged ({}): what can be read moves to a new file", path, failure.getMessage());
                rebuild();
                write.run();
            }
            diskBytes = file.bytes();
        } catch (SQLException failure) {
            throw failed(path, failure);
        }
    }

    /**
     * Moves what can be read to a new file. It becomes ours by a change of its name, in three steps of which each can be the last of a
     * process: {@code .new} is incomplete, {@code .rebuilt} is complete.
     */
    private void rebuild() throws SQLException, StorageException {
        Path incomplete = sibling(path, ".new");
        try {
            Files.deleteIfExists(incomplete);
            Files.deleteIfExists(sibling(incomplete, "-wal"));
            copyTo(incomplete);
            Files.move(incomplete, sibling(path, ".rebuilt"), StandardCopyOption.ATOMIC_MOVE);
            file.close();
            finishRebuild(path);
        } catch (IOException failure) {
            throw new StorageException(
                    Reason.FAILED, "cannot repair %s: %s. Check the disk.".formatted(path, failure), failure);
        }
        file = openFile(path, config);
    }

    private void copyTo(Path incomplete) throws SQLException, StorageException {
        NavigableSet<Long> numbers = new TreeSet<>();
        file.numbers(numbers::add);
        try (RecordFile copy = openFile(incomplete, config)) {
            for (long number : numbers) {
                WholeRecord record = file.record(number);
                if (record != null) {
                    copy.insert(number, record.head(), record.body());
                }
            }
        }
    }

    /** The log beside the old file goes first: it must never meet the new one. */
    private static void finishRebuild(Path path) throws IOException {
        Path rebuilt = sibling(path, ".rebuilt");
        if (Files.exists(rebuilt)) {
            Files.deleteIfExists(sibling(path, "-wal"));
            Files.move(rebuilt, path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void checkOpen() throws StorageException {
        if (closed) {
            throw new StorageException(Reason.FAILED, path + " is closed", null);
        }
    }

    private static Path sibling(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private static StorageException failed(Path path, SQLException failure) {
        if (RecordFile.isFull(failure)) {
            return new StorageException(
                    Reason.FULL,
                    path + " cannot grow: the disk is full, or the file has reached max_size of file_storage.",
                    failure);
        }
        return new StorageException(
                Reason.FAILED, "%s: %s. Check the disk and the rights.".formatted(path, failure.getMessage()), failure);
    }

    /** A change of the file. */
    private interface Write {
        void run() throws SQLException;
    }
}
