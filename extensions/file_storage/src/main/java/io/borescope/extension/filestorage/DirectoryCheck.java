package io.borescope.extension.filestorage;

import io.borescope.api.config.ByteSize;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether queues can be kept in the directory. Makes and writes nothing there. */
record DirectoryCheck(FileStorageConfig config) implements Check {
    private static final String NAME = "file_storage";

    @Override
    public Stage stage() {
        return Stage.BACKENDS;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) {
        Path directory = config.place().toAbsolutePath();
        try {
            findings.accept(Files.exists(directory) ? existing(directory) : missing(directory));
        } catch (IOException e) {
            findings.accept(Finding.failed(
                    NAME,
                    "cannot look into %s: %s".formatted(directory, String.valueOf(e.getMessage())),
                    "Make it readable and writable for this user, or choose another directory."));
        }
    }

    private Finding existing(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Finding.failed(NAME, directory + " is not a directory", "Choose another directory.");
        }
        if (!Files.isWritable(directory)) {
            return Finding.failed(
                    NAME,
                    directory + " is not writable for this user",
                    "Make it writable for this user, or choose another directory.");
        }
        Optional<String> holder = DirectoryLock.holderOf(directory);
        if (holder.isPresent()) {
            return Finding.warning(
                    NAME,
                    "%s is in use by process %s".formatted(directory, holder.get()),
                    "If that is not the agent that you ask about, give each its own directory.");
        }
        return space(directory, directory + ", %s free");
    }

    private Finding missing(Path directory) throws IOException {
        if (!config.createDirectory()) {
            return Finding.failed(NAME, directory + " is not there", "Make it, or set create_directory.");
        }
        Path parent = directory.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            return Finding.failed(
                    NAME,
                    "%s is not there, and this user cannot make it".formatted(directory),
                    "Make it for this user, or choose another directory.");
        }
        return space(parent, directory + " will be made, %s free");
    }

    /** What {@code max_size} promises to one exporter should be there; the files grow only as far as they need to. */
    private Finding space(Path place, String found) throws IOException {
        ByteSize free = ByteSize.ofMebibytes(Files.getFileStore(place).getUsableSpace() >> 20);
        String where = found.formatted(free);
        if (free.compareTo(config.maxSize()) >= 0) {
            return Finding.ok(NAME, where);
        }
        return Finding.warning(
                NAME,
                "%s, less than max_size of %s".formatted(where, config.maxSize()),
                "Make room, or lower max_size: queues stop growing when the disk is full.");
    }
}
