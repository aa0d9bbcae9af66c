package io.borescope.extension.clickhouseembedded.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that an engine's data is in:
 *
 * <pre>
 * lock                 held by the process that the engine runs in; says which agent started that
 * engine/              the engine's own files
 * run/                 what the agent writes for the engine, and the engine for the launcher
 * endpoint.properties  where the engine can be asked, while it can; written by the agent
 * </pre>
 */
public final class DataDirectory {
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Duration OLD_ENGINES_END = Duration.ofSeconds(15);
    private static final long RETRY_MILLIS = 50;

    private final Path path;

    public DataDirectory(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** The engine's own files. */
    public Path engine() {
        return path.resolve("engine");
    }

    /** The engine's configuration. */
    public Path config() {
        return path.resolve("run").resolve("config.xml");
    }

    /** The engine's users. */
    public Path users() {
        return path.resolve("run").resolve("users.xml");
    }

    /** What of the agent's settings is kept for later. */
    public Path settings() {
        return path.resolve("run").resolve("settings.properties");
    }

    /** Where the engine writes which port it listens at. */
    Path port() {
        return path.resolve("run").resolve("port");
    }

    /** Where the engine can be asked. */
    public Path endpoint() {
        return path.resolve("endpoint.properties");
    }

    private Path lockFile() {
        return path.resolve("lock");
    }

    /** Makes what is missing of it; only its owner may look inside. */
    public void create() throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        createOwned(path);
        createOwned(engine());
        createOwned(path.resolve("run"));
    }

    private static void createOwned(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, OWNERS);
        }
    }

    /** Whether an engine has ever kept anything here. */
    public boolean hasData() {
        return Files.exists(lockFile());
    }

    /**
     * Makes sure that no other agent's engine has the folder, before anything in it is changed. An engine whose agent is gone is about to
     * end: that is waited for.
     *
     * @param agent this process
     */
    public void requireFree(long agent) throws IOException, LockedException, InterruptedException {
        lock(agent).close();
    }

    /**
     * Takes the folder for this process until it ends. An engine whose agent is gone is about to end: that is waited for.
     *
     * @param agent the process that this one belongs to
     * @throws LockedException if another one has it
     */
    FileChannel lock(long agent) throws IOException, LockedException, InterruptedException {
        FileChannel channel = FileChannel.open(
                lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long until = System.nanoTime() + OLD_ENGINES_END.toNanos();
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((agent + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
                return channel;
            }
            Optional<ProcessHandle> holder = holder();
            boolean holderLives = holder.isPresent() && holder.get().pid() != agent;
            if (holderLives || System.nanoTime() - until > 0) {
                channel.close();
                throw new LockedException("%s is in use by %s. Stop that, or give each agent a directory of its own."
                        .formatted(
                                path,
                                holder.map(process -> "process " + process.pid())
                                        .orElse("another process")));
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    /** The agent whose engine has the folder, if it still lives. */
    private Optional<ProcessHandle> holder() throws IOException {
        String text = Files.readString(lockFile(), StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]{1,18}") ? ProcessHandle.of(Long.parseLong(text)) : Optional.empty();
    }

    /** Another process has the folder. */
    public static final class LockedException extends Exception {
        private static final long serialVersionUID = 1;

        LockedException(String message) {
            super(message);
        }
    }
}
