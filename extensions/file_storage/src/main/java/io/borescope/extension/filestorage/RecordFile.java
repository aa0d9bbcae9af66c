package io.borescope.extension.filestorage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Properties;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/**
 * A file of records: an SQLite database, format version 1. Not thread-safe; every {@link SQLException} leaves it usable.
 *
 * <p>Table {@code records} has the whole record, head first. Table {@code heads} repeats the head, so that opening reads little, and
 * so that each table tells what a damaged page of the other one held.
 */
final class RecordFile implements AutoCloseable {
    /** What this version writes. */
    static final int VERSION = 1;

    private static final int APPLICATION_ID = 0x42534653; // BSFS
    private static final int PAGE_BYTES = 4096;
    private static final int VACUUM_PAGES = 1024;

    private final Connection connection;
    private long framesFound;

    private RecordFile(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens a file, or makes it.
     *
     * @throws SQLException if it cannot be read or written; its code says why
     * @throws ForeignFileException if it is not ours or of a newer version
     */
    static RecordFile open(Path path, boolean fsync, long maxBytes) throws SQLException, ForeignFileException {
        Connection connection = JDBC.createConnection(JDBC.PREFIX + path.toAbsolutePath(), new Properties());
        RecordFile file = new RecordFile(connection);
        try {
            file.prepare(path, fsync, maxBytes);
            return file;
        } catch (SQLException | ForeignFileException failure) {
            file.close();
            throw failure;
        }
    }

    /** The order matters: what concerns the layout of a new file has to be said before anything is written. */
    private void prepare(Path path, boolean fsync, long maxBytes) throws SQLException, ForeignFileException {
        execute("PRAGMA page_size = " + PAGE_BYTES);
        execute("PRAGMA auto_vacuum = INCREMENTAL");
        execute("PRAGMA locking_mode = EXCLUSIVE");
        execute("PRAGMA journal_mode = WAL");
        framesFound = checkpoint();
        execute("PRAGMA synchronous = " + (fsync ? "FULL" : "NORMAL"));
        execute("PRAGMA journal_size_limit = " + VACUUM_PAGES * PAGE_BYTES);
        execute("PRAGMA max_page_count = " + Math.max(1, maxBytes / PAGE_BYTES));
        long application = pragma("application_id");
        long version = pragma("user_version");
        if (application == 0 && version == 0 && pragma("schema_version") == 0) {
            create();
        } else if (application != APPLICATION_ID) {
            throw new ForeignFileException(path + " is not a file of file_storage. Move it away.");
        } else if (version > VERSION) {
            throw new ForeignFileException(
                    "%s has version %d of the format, this agent reads up to %d. Use the agent that wrote it, or move it away."
                            .formatted(path, version, VERSION));
        }
    }

    /** Moves the log into the database and returns how many frames it had. */
    private long checkpoint() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            return row.next() ? row.getLong(2) : 0;
        }
    }

    private void create() throws SQLException {
        transaction(() -> {
            execute("PRAGMA application_id = " + APPLICATION_ID);
            execute("CREATE TABLE records (number INTEGER PRIMARY KEY, head_length INTEGER NOT NULL,"
                    + " checksum INTEGER NOT NULL, data BLOB NOT NULL)");
            execute("CREATE TABLE heads (number INTEGER PRIMARY KEY, body_length INTEGER NOT NULL,"
                    + " checksum INTEGER NOT NULL, head BLOB NOT NULL)");
            execute("PRAGMA user_version = " + VERSION);
        });
    }

    /** Adds a record. */
    void insert(long number, byte[] head, byte[] body) throws SQLException {
        byte[] data = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, data, head.length, body.length);
        transaction(() -> {
            insert("records", "head_length", "data", number, head.length, data);
            insert("heads", "body_length", "head", number, body.length, head);
        });
    }

    private void insert(String table, String length, String bytes, long number, int lengthValue, byte[] value)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO %s (number, %s, checksum, %s)".formatted(table, length, bytes) + " VALUES (?, ?, ?, ?)")) {
            statement.setLong(1, number);
            statement.setInt(2, lengthValue);
            statement.setLong(3, check(number, lengthValue, value));
            statement.setBytes(4, value);
            statement.executeUpdate();
        }
    }

    /** Removes records, all or none; then gives a slice of free space back if more than half of the file is free. */
    void delete(Collection<Long> numbers) throws SQLException {
        transaction(() -> {
            delete("heads", numbers);
            delete("records", numbers);
        });
        long free = pragma("freelist_count");
        if (free > VACUUM_PAGES && free > pragma("page_count") / 2) {
            execute("PRAGMA incremental_vacuum(" + VACUUM_PAGES + ")");
        }
    }

    private void delete(String table, Collection<Long> numbers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table + " WHERE number = ?")) {
            for (long number : numbers) {
                statement.setLong(1, number);
                statement.executeUpdate();
            }
        }
    }

    /** A whole record, or null if it is not there as it was written. */
    @Nullable
    WholeRecord record(long number) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT head_length, checksum, data FROM records WHERE number = ?")) {
            statement.setLong(1, number);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                int headLength = row.getInt(1);
                long checksum = row.getLong(2);
                byte[] data = row.getBytes(3);
                return data != null && check(number, headLength, data) == checksum
                        ? new WholeRecord(headLength, data)
                        : null;
            }
        } catch (SQLException failure) {
            if (isDamage(failure)) {
                return null;
            }
            throw failure;
        }
    }

    /**
     * Tells each head that is as it was written, oldest first.
     *
     * @return whether all of them were
     */
    boolean heads(HeadConsumer consumer) throws SQLException {
        boolean whole = true;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT number, body_length, checksum, head FROM heads ORDER BY number")) {
            while (row.next()) {
                long number = row.getLong(1);
                int bodyLength = row.getInt(2);
                byte[] head = row.getBytes(4);
                if (head != null && check(number, bodyLength, head) == row.getLong(3)) {
                    consumer.accept(number, head, bodyLength);
                } else {
                    whole = false;
                }
            }
            return whole;
        } catch (SQLException failure) {
            if (isDamage(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * Tells the numbers of all records that can be found, some of them twice: where a page ends the way up, the rest is read from above.
     *
     * @return whether the table could be read as a whole
     */
    boolean numbers(LongConsumer consumer) throws SQLException {
        boolean whole = numbers("records", "ASC", consumer);
        if (!whole) {
            numbers("records", "DESC", consumer);
            numbers("heads", "ASC", consumer);
            numbers("heads", "DESC", consumer);
        }
        return whole;
    }

    private boolean numbers(String table, String order, LongConsumer consumer) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT number FROM %s ORDER BY number %s".formatted(table, order))) {
            while (row.next()) {
                consumer.accept(row.getLong(1));
            }
            return true;
        } catch (SQLException failure) {
            if (isDamage(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * Whether all pages are what the tables and the list of free pages say. Reads the whole file: a page that is both used and free would spoil
     * others later, when it is written.
     */
    boolean isSound() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            return row.next() && row.getString(1).equals("ok");
        } catch (SQLException failure) {
            if (isDamage(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /** Frames of the log that a killed process left and that were as they had been written. */
    long framesFound() {
        return framesFound;
    }

    /** What the file takes on disk, without what was written last and is still in the log beside it. */
    long bytes() throws SQLException {
        return pragma("page_count") * PAGE_BYTES;
    }

    /** Whether a failure says that the file is damaged. */
    static boolean isDamage(SQLException failure) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
        return code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB;
    }

    /** Whether a failure says that there is no room. */
    static boolean isFull(SQLException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_FULL;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // Everything acknowledged has been committed.
        }
    }

    private static long check(long number, int length, byte[] bytes) {
        return RecordCheck.of(
                number, ByteBuffer.allocate(Integer.BYTES).putInt(0, length).array(), bytes);
    }

    private void transaction(Writes writes) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            writes.run();
            execute("COMMIT");
        } catch (SQLException failure) {
            rollBack(failure);
            throw failure;
        }
    }

    /** SQLite has rolled back already if the disk is full. */
    private void rollBack(SQLException failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException rolledBackAlready) {
            failure.addSuppressed(rolledBackAlready);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private long pragma(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Some writes of one transaction. */
    private interface Writes {
        void run() throws SQLException;
    }

    /** Hears of heads. */
    interface HeadConsumer {
        void accept(long number, byte[] head, int bodyLength);
    }

    /** The bytes of a record, head first. */
    static final class WholeRecord {
        private final int headLength;
        private final byte[] data;

        WholeRecord(int headLength, byte[] data) {
            this.headLength = headLength;
            this.data = data;
        }

        byte[] head() {
            return Arrays.copyOf(data, headLength);
        }

        byte[] body() {
            return Arrays.copyOfRange(data, headLength, data.length);
        }
    }
}
