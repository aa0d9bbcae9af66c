package io.borescope.extension.filestorage;

import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.extension.filestorage.FileStorageConfig.Compaction;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Extensions for tests, and what they counted. */
final class TestStorage {
    static final Compaction NO_COMPACTION = new Compaction(null, null, null, null, null, null, null, null);

    private TestStorage() {}

    static TestSettings settings() {
        return new TestSettings("file_storage", new HandClock(0, 0));
    }

    static FileStorageConfig config(Path directory, ByteSize maxSize) {
        return new FileStorageConfig(directory, true, "0750", Duration.ZERO, false, maxSize, true, NO_COMPACTION);
    }

    static FileStorage start(Path directory, ByteSize maxSize, TestSettings settings) throws StartException {
        FileStorage storage = new FileStorage(settings, config(directory, maxSize));
        storage.start();
        return storage;
    }

    static FileStorage start(Path directory) throws StartException {
        return start(directory, ByteSize.ofMebibytes(64), settings());
    }
}
