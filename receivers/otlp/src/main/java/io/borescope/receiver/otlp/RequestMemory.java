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
        private long bytes;
        private boolean isClosed;

        /** Takes more, or nothing if there is not as much. */
        synchronized boolean grow(long more) {
            if (isClosed) {
                return true; // gRPC still counts what comes in after the end
            }
            if (!take(more)) {
                return false;
            }
            bytes += more;
            return true;
        }

        /** Takes what it needs to read a message of this length. */
        boolean growForObjects(int messageLength) {
            return grow((long) messageLength * OBJECTS_PER_BYTE);
        }

        /** Gives all back; again without effect. */
        @Override
        public synchronized void close() {
            isClosed = true;
            used.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
