package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A ring in ordinary memory that is written as the kernel writes: for tests, benchmarks, warming up and the replay of recorded
 * events. One thread writes, one reads; the memory goes when both are garbage.
 */
public final class MemoryRing {
    /** What {@link #reserve} returns when the ring is full. */
    public static final long FULL = -1;

    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEADER = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    private final long mask;

    /**
     * An empty ring.
     *
     * @param capacity bytes, a power of two
     */
    public MemoryRing(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < Long.BYTES) {
            throw new IllegalArgumentException("capacity must be a power of two, at least 8: " + capacity);
        }
        Arena arena = Arena.ofAuto();
        consumer = arena.allocate(ValueLayout.JAVA_LONG);
        producer = arena.allocate(ValueLayout.JAVA_LONG);
        data = arena.allocate(2L * capacity, Long.BYTES);
        mask = capacity - 1L;
    }

    /** A reader of this ring; one at a time. */
    public RingReader reader() {
        return RingReader.over(consumer, producer, data);
    }

    /**
     * Makes room for a record, which stays busy until {@link #commit} or {@link #discard}.
     *
     * @param length bytes of payload
     * @return where in {@link #data()} the payload belongs, or {@link #FULL}: as in the kernel, a byte always stays free
     */
    public long reserve(int length) {
        long position = (long) POSITION.get(producer, 0L);
        long end = position + RingReader.sizeOf(length);
        if (end - (long) POSITION.getAcquire(consumer, 0L) > mask) {
            return FULL;
        }
        long at = position & mask;
        HEADER.set(data, at, length | RingReader.BUSY);
        POSITION.setRelease(producer, 0L, end);
        return at + RingReader.HEADER_SIZE;
    }

    /** Where reserved payloads are written. A record near the end runs into the second half, where the reader expects it. */
    public MemorySegment data() {
        return data;
    }

    /** Makes the record whose payload lies here readable. */
    public void commit(long payload) {
        finish(payload, 0);
    }

    /** Gives the record whose payload lies here up: readers skip it. */
    public void discard(long payload) {
        finish(payload, RingReader.DISCARDED);
    }

    private void finish(long payload, int flag) {
        long at = payload - RingReader.HEADER_SIZE;
        int length = (int) HEADER.get(data, at) & RingReader.LENGTH;
        HEADER.setRelease(data, at, length | flag);
    }

    /**
     * Writes a whole record.
     *
     * @return false if there is no room for it now: it is lost, as it would be in the kernel
     */
    public boolean append(byte[] payload) {
        long at = reserve(payload.length);
        if (at == FULL) {
            return false;
        }
        MemorySegment.copy(payload, 0, data, ValueLayout.JAVA_BYTE, at, payload.length);
        commit(at);
        return true;
    }
}
