package io.borescope.extension.filestorage;

import io.borescope.api.component.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keeps a directory to one agent. The kernel ends the lock with the process, however that ends. */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final long POLL_MILLIS = 20;
    private static final int LONGEST_PID = 20;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a directory.
     *
     * @param timeout how long to wait for another agent to leave it
     * @throws StartException if it stays in use, or nothing can be written there
     */
    static DirectoryLock take(Path directory, Duration timeout) throws StartException {
        Path file = directory.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (waitFor(channel, timeout)) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                return new DirectoryLock(channel);
            }
            channel.close();
        } catch (IOException failure) {
            throw new StartException(
                    "cannot write in %s: %s. Make it writable for this user, or choose another directory."
                            .formatted(directory, failure),
                    failure);
        }
        throw new StartException(
                "%s is in use by process %s. Give each agent, and each file_storage, a directory of its own."
                        .formatted(directory, holder(file)));
    }

    /**
     * Who has a directory, if anybody does: the id of a process, or {@code unknown}. Not to be asked in the process of an agent, whose lock would
     * end with the file that is closed here.
     */
    static Optional<String> holderOf(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return lock(channel) ? Optional.empty() : Optional.of(holder(file));
        }
    }

    private static boolean waitFor(FileChannel channel, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!lock(channel)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException anotherOfThisProcess) {
            return false;
        }
    }

    private static String holder(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            return text.matches("[0-9]{1," + LONGEST_PID + "}") ? text : "unknown";
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    /** The file stays: to delete it would let two agents lock two files of one name. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The lock is gone either way.
        }
    }
}
