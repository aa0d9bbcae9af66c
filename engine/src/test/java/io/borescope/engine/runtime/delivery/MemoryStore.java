package io.borescope.engine.runtime.delivery;

import io.borescope.api.storage.RecordStore;
import io.borescope.api.storage.StorageException;
import io.borescope.api.storage.StorageException.Reason;
import io.borescope.api.storage.StoredRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A disk that a test can fill, break and damage. It outlives the stores that are opened on it. */
final class MemoryStore {
    private final NavigableMap<Long, byte[][]> records = new TreeMap<>();
    private final Set<Long> damaged = new HashSet<>();
    private @Nullable Reason refusal;
    private long last;
    private int reads;

    /** The disk as a new process finds it. */
    synchronized RecordStore open() {
        List<StoredRecord> found = new ArrayList<>();
        records.forEach((number, record) ->
                found.add(new StoredRecord(number, ByteBuffer.wrap(record[0]).asReadOnlyBuffer(), record[1].length)));
        return new Opened(found);
    }

    /** From now on nothing is written; null ends that. */
    synchronized void refuse(@Nullable Reason reason) {
        refusal = reason;
    }

    /** The record at a place, oldest first, is not what was written any more. */
    synchronized void damage(int place) {
        damaged.add(new ArrayList<>(records.keySet()).get(place));
    }

    synchronized int size() {
        return records.size();
    }

    synchronized int reads() {
        return reads;
    }

    private final class Opened implements RecordStore {
        private final List<StoredRecord> found;
        private boolean closed;

        Opened(List<StoredRecord> found) {
            this.found = found;
        }

        @Override
        public List<StoredRecord> found() {
            return found;
        }

        @Override
        public long append(byte[] head, byte[] body) throws StorageException {
            synchronized (MemoryStore.this) {
                checkWritable();
                records.put(++last, new byte[][] {head, body});
                return last;
            }
        }

        @Override
        public byte[] read(long number) throws StorageException {
            synchronized (MemoryStore.this) {
                byte[][] record = records.get(number);
                reads++;
                if (record == null || damaged.contains(number)) {
                    throw new StorageException(Reason.DAMAGED, "damaged by the test", null);
                }
                return record[1];
            }
        }

        @Override
        public void remove(Collection<Long> numbers) throws StorageException {
            synchronized (MemoryStore.this) {
                checkWritable();
                numbers.forEach(records::remove);
            }
        }

        private void checkWritable() throws StorageException {
            if (closed) {
                throw new StorageException(Reason.FAILED, "closed", null);
            }
            if (refusal != null) {
                throw new StorageException(refusal, "refused by the test", null);
            }
        }

        @Override
        public long diskBytes() {
            return 0;
        }

        @Override
        public void close() {
            synchronized (MemoryStore.this) {
                closed = true;
            }
        }
    }
}
