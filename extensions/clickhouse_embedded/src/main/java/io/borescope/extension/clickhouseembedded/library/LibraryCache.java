package io.borescope.extension.clickhouseembedded.library;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that fetched libraries are kept in, one folder below it per version and digest: the library and, written last, a marker that
 * holds the archive's digest. Whoever sees the marker sees a whole and checked library. Several processes may use it at once.
 */
public final class LibraryCache {
    private static final String LIBRARY = "libchdb.so";
    private static final String MARKER = "complete";
    private static final String TEMPORARY_PREFIX = ".fetch-";

    private final Path directory;

    public LibraryCache(Path directory) {
        this.directory = directory;
    }

    /** {@code $BORESCOPE_CACHE/libchdb}, by default {@code ~/.cache/borescope/libchdb}. */
    public static LibraryCache ofUser(Map<String, String> environment) {
        String root = environment.getOrDefault("BORESCOPE_CACHE", "");
        Path cache = root.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache", "borescope") : Path.of(root);
        return new LibraryCache(cache.resolve("libchdb"));
    }

    /** Where libraries are kept. */
    public Path directory() {
        return directory;
    }

    /** The library of a package, if it is here, whole and checked. */
    public Optional<Path> find(LibraryPackage wanted) {
        Path library = folder(wanted).resolve(LIBRARY);
        try {
            boolean complete =
                    Files.readString(folder(wanted).resolve(MARKER)).strip().equals(wanted.archiveDigest())
                            && Files.size(library) == wanted.librarySize();
            return complete ? Optional.of(library) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** Moves a checked library to its place. Called under {@link #lock}. */
    Path add(LibraryPackage fetched, Path checked) throws IOException {
        Path folder = Files.createDirectories(folder(fetched));
        Path library = folder.resolve(LIBRARY);
        Files.move(checked, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path marker = Files.writeString(temporaryFile(), fetched.archiveDigest() + "\n");
        Files.move(marker, folder.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return library;
    }

    /** A new file beside the libraries, so that it can be renamed into place. */
    Path temporaryFile() throws IOException {
        return Files.createTempFile(directory, TEMPORARY_PREFIX, "");
    }

    /** Waits until no other process fetches. Closing the channel ends it, and so does the end of the process. */
    FileChannel lock() throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock _ = channel.lock();
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Removes what fetches that were ended left behind. Called under {@link #lock}. */
    void removeLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().startsWith(TEMPORARY_PREFIX)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path folder(LibraryPackage wanted) {
        return directory.resolve(wanted.key());
    }
}
