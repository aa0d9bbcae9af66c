package io.borescope.receiver.otlp;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what requests take of the heap, from their first byte until pipelines have what they carry. Thread-safe. */
final class RequestMemory {
    /** What a message becomes while it is read, per byte: the bytes, protobuf's objects, our records. */
    private static final int OBJECTS_PER_BYTE = 8;

    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    RequestMemory(long capacity) {
        this.capacity = capacity;
    }

    /** Half of the heap: the other half is for what waits in queues. */
    static RequestMemory ofThisProcess() {
        return new RequestMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    /** Nothing yet. */
    Share share() {
        return new Share();
    }

    /** The longest message that can be read when there is no other. */
    long longestMessage() {
        return capacity / OBJECTS_PER_BYTE;
    }

    /** Bytes in use; for tests. */
    long used() {
        return used.get();
    }

    private boolean take(long bytes) {
        while (true) {
            long now = used.get();
            if (bytes > capacity - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** What one request has. */
    final class Share implements AutoCloseable {
        private final AtomicLong bytes = new AtomicLong();

        /** Takes more, or nothing if there is not as much. */
        boolean grow(long more) {
            if (!take(more)) {
                return false;
            }
            bytes.addAndGet(more);
            return true;
        }

        /** Takes what it needs to read a message of this length. */
        boolean growForObjects(int messageLength) {
            return grow((long) messageLength * OBJECTS_PER_BYTE);
        }

        /** Gives all back; again without effect. */
        @Override
        public void close() {
            used.addAndGet(-bytes.getAndSet(0));
        }
    }
}
