package io.borescope.api.storage;

import java.util.Collection;
import java.util.List;

/**
 * Records of one owner, in the order in which they were appended. A record has a head, which is read back when the store is opened, and a
 * body, which is read when it is wanted. Thread-safe. May block for as long as the disk does.
 */
public interface RecordStore extends AutoCloseable {
    /** The heads of the records that were there when the store was opened, oldest first. */
    List<StoredRecord> found();

    /**
     * Appends a record. When this returns, it survives the end of the process; whether also of the machine is configured.
     *
     * @return its number, greater than those of all earlier ones
     * @throws StorageException if it does not fit ({@link StorageException.Reason#FULL}) or cannot be written; then it is not there
     */
    long append(byte[] head, byte[] body) throws StorageException;

    /**
     * Reads a body.
     *
     * @throws StorageException if it is not what was appended ({@link StorageException.Reason#DAMAGED}, counted and logged here) or cannot be
     *     read now
     */
    byte[] read(long number) throws StorageException;

    /**
     * Removes records for good, all or none of them. What is not there any more is passed over.
     *
     * @throws StorageException if that cannot be written; it may be tried again
     */
    void remove(Collection<Long> numbers) throws StorageException;

    /** What the records take on disk, in bytes. Does not block. */
    long diskBytes();

    /** Ends the use; what is there stays. Does nothing when called again; other calls fail after it. */
    @Override
    void close();
}
