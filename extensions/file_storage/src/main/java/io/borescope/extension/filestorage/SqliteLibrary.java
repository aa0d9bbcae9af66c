package io.borescope.extension.filestorage;

import io.borescope.api.component.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite from a file in the storage directory. Left alone, the driver would unpack a copy into the directory for temporary files at
 * each start, and a killed process would leave it there.
 */
final class SqliteLibrary {
    private static final String PATH_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";

    private SqliteLibrary() {}

    /** Loads it, once per process; a second call does nothing. */
    static synchronized void load(Path directory) throws StartException {
        try {
            if (System.getProperty(PATH_PROPERTY) == null) {
                Path library = unpack(directory);
                System.setProperty(PATH_PROPERTY, directory.toAbsolutePath().toString());
                System.setProperty(NAME_PROPERTY, String.valueOf(library.getFileName()));
            }
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError failure) {
            throw new StartException(
                    "cannot load SQLite in %s: %s. The directory must allow programs (no noexec)."
                            .formatted(directory, failure),
                    failure);
        }
    }

    private static Path unpack(Path directory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the driver brings no library for this system: " + resource);
            }
            byte[] library = in.readAllBytes();
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
                Path unfinished = directory.resolve(name + ".new");
                Files.write(unfinished, library);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        }
    }
}
