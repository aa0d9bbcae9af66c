package io.borescope.extension.filestorage;

import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageExtension;
import io.borescope.api.telemetry.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of each owner in a file of its own, all in one directory. Thread-safe. */
final class FileStorage implements StorageExtension {
    private static final Logger log = LoggerFactory.getLogger(FileStorage.class);

    private static final int LONGEST_NAME = 240;

    private final ExtensionSettings settings;
    private final FileStorageConfig config;
    private final Path directory;
    private final Counter damaged;
    private final List<SqliteRecordStore> stores = new ArrayList<>();
    private @Nullable DirectoryLock lock;

    FileStorage(ExtensionSettings settings, FileStorageConfig config) {
        this.settings = settings;
        this.config = config;
        this.directory = config.place();
        this.damaged = settings.meter()
                .counter(
                        "damaged_records",
                        "{record}",
                        "Records that were not as they were written, and were left out.");
    }

    @Override
    public void start() throws StartException {
        makeDirectory();
        DirectoryLock taken = DirectoryLock.take(directory, config.timeout());
        try {
            SqliteLibrary.load(directory);
        } catch (StartException failure) {
            taken.close();
            throw failure;
        }
        synchronized (this) {
            lock = taken;
        }
        List<String> withoutEffect = config.compaction().withoutEffect();
        if (!withoutEffect.isEmpty()) {
            log.warn(
                    "{}: {} without effect: files shrink by themselves, in place",
                    settings.id(),
                    String.join(", ", withoutEffect));
        }
        settings.meter().gauge("disk_bytes", "By", "What all files take on disk.", this::diskBytes);
    }

    private void makeDirectory() throws StartException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (!config.createDirectory()) {
            throw new StartException(directory + " is not a directory. Make it, or set create_directory.");
        }
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(config.permissions()));
        } catch (IOException | UnsupportedOperationException failure) {
            throw new StartException(
                    "cannot make %s: %s. Make it for this user, or choose another directory."
                            .formatted(directory, failure),
                    failure);
        }
    }

    @Override
    public synchronized RecordStore open(String owner) throws StorageException {
        if (lock == null) {
            throw new IllegalStateException(settings.id() + " is not started");
        }
        Path file = directory.resolve(fileName(owner));
        SqliteRecordStore store = SqliteRecordStore.open(file, config, damaged);
        stores.add(store);
        return store;
    }

    private long diskBytes() {
        List<SqliteRecordStore> open;
        synchronized (this) {
            open = List.copyOf(stores);
        }
        return open.stream().mapToLong(RecordStore::diskBytes).sum();
    }

    @Override
    public synchronized void close() {
        stores.forEach(SqliteRecordStore::close);
        stores.clear();
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** A name that no other owner has, readable where the owner's is: all but letters, digits, dot, hyphen and underscore is {@code ~} and its code. */
    private static String fileName(String owner) throws StorageException {
        StringBuilder name = new StringBuilder();
        owner.chars().forEach(character -> {
            boolean plain = character < 128 && (Character.isLetterOrDigit(character) || "._-".indexOf(character) >= 0);
            name.append(plain ? Character.toString(character) : "~%04X".formatted(character));
        });
        if (name.length() > LONGEST_NAME) {
            throw new StorageException(
                    StorageException.Reason.FAILED,
                    "\"%s\" is too long for the name of a file. Choose a shorter one.".formatted(owner),
                    null);
        }
        return name.append(".db").toString();
    }
}
