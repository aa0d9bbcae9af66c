package io.borescope.bpf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Reads one BPF ring buffer in place, oldest record first. One thread.
 *
 * <p>{@link #read} hands out where records lie, {@link #release} gives their space back to the kernel; in between the records
 * stay as they are and may be read any number of times through {@link #data()}. Neither allocates. Several reads may precede
 * one release.
 *
 * <p>Before waiting for an announcement, release what was read and read once more: only if that read returns 0 is there
 * nothing that might never be announced.
 *
 * @see <a href="https://docs.kernel.org/bpf/ringbuf.html">BPF ring buffer</a>
 */
public final class RingReader implements AutoCloseable {
    /** Bytes before each payload: length and flags, and a page offset of the kernel's. */
    static final int HEADER_SIZE = 8;

    static final int BUSY = 1 << 31;
    static final int DISCARDED = 1 << 30;
    static final int LENGTH = DISCARDED - 1;

    // Static and final, so that the compiler sees through them: in a field of the object they cost ten times as much.
    // Headers are aligned, but asking for that costs a check each.
    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEADER = ValueLayout.JAVA_INT_UNALIGNED.varHandle();

    private static final int NO_FD = -1;

    private final int fd;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    private final long capacity;
    private final long mask;

    private long released;
    private long next;
    private boolean drained;
    private boolean closed;

    private RingReader(int fd, MemorySegment consumer, MemorySegment producer, MemorySegment data, long capacity) {
        this.fd = fd;
        this.consumer = consumer;
        this.producer = producer;
        this.data = data;
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.released = (long) POSITION.getAcquire(consumer, 0L);
        this.next = released;
    }

    /** A reader of a ring buffer map with records of any length. The map must outlive it. */
    static RingReader of(BpfMap ring) throws BpfException {
        return of(ring, ring.maxEntries());
    }

    /**
     * A reader of a ring buffer map. The map must outlive it. The kernel has the data twice in a row; of the second time only as much is mapped
     * as the longest record needs, because every page that is mapped counts as resident.
     *
     * @param longestRecord in bytes, with its header
     */
    static RingReader of(BpfMap ring, long longestRecord) throws BpfException {
        long page = Libc.pageSize();
        long capacity = ring.maxEntries();
        long bytes = capacity + Math.min(capacity, Math.ceilDiv(longestRecord, page) * page);
        long consumer = map(ring.fd(), 0, page, Libc.PROT_READ | Libc.PROT_WRITE);
        long producer;
        try {
            producer = map(ring.fd(), page, page + bytes, Libc.PROT_READ);
        } catch (BpfException e) {
            Libc.munmap(consumer, page);
            throw e;
        }
        return new RingReader(
                ring.fd(),
                Native.memory(consumer, page),
                Native.memory(producer, page),
                Native.memory(producer + page, bytes),
                capacity);
    }

    private static long map(int fd, long offset, long bytes, int protection) throws BpfException {
        long address = Libc.mmap(fd, offset, bytes, protection);
        if (address < 0) {
            throw BpfException.of("cannot map a ring buffer", (int) -address);
        }
        return address;
    }

    /**
     * A reader over ordinary memory that is laid out as the kernel lays out a ring.
     *
     * @param consumer holds the consumer's position, a {@code long}
     * @param producer holds the producer's position, a {@code long}
     * @param data twice the capacity, which is a power of two: a record that begins before the middle may run beyond it
     */
    static RingReader over(MemorySegment consumer, MemorySegment producer, MemorySegment data) {
        long capacity = data.byteSize() / 2;
        if (Long.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        return new RingReader(NO_FD, consumer, producer, data, capacity);
    }

    /** The data area and, behind it, its beginning once more, so that no record wraps. What {@link #read} fills in are offsets into it. */
    public MemorySegment data() {
        return data;
    }

    /**
     * Finds committed records that no earlier read returned, skips discarded ones and stops at one that is still being written.
     *
     * @param offsets receives where in {@link #data()} each payload begins
     * @param limit most records to return
     * @return records found, 0 to {@code limit}
     * @throws IllegalStateException if the reader is closed or the ring's bytes make no sense
     */
    public int read(long[] offsets, int limit) {
        Objects.checkFromIndexSize(0, limit, offsets.length);
        requireOpen();
        while (true) {
            long before = next;
            int count = scan(offsets, limit);
            boolean onlySkipped = count == 0 && next != before;
            if (!onlySkipped || before != released) {
                return count;
            }
            release(); // else space of discarded records would come back only with the next record
        }
    }

    private int scan(long[] offsets, int limit) {
        long position = next;
        long end = (long) POSITION.getAcquire(producer, 0L);
        int count = 0;
        while (position < end && count < limit) {
            int header = (int) HEADER.get(data, position & mask);
            if (header < 0) {
                break; // busy, and everything behind it waits
            }
            long size = sizeOf(header);
            if (size > end - position) {
                throw new IllegalStateException(
                        "record of %d bytes at %d, but the ring ends at %d".formatted(size, position, end));
            }
            if ((header & DISCARDED) != 0) {
                position += size;
                continue;
            }
            int before = count;
            count = findAlike(offsets, count, limit, position & mask, (position & mask) + end - position, header, size);
            position += (count - before) * size;
        }
        // What the headers promise must be read after them. One fence for all: acquiring each takes a third longer.
        VarHandle.acquireFence();
        next = position;
        drained = position == end;
        return count;
    }

    /**
     * Finds records with the same header, one behind the other. Most are as long as the one before: so the processor can go on to the next
     * while it still waits for this one's header.
     */
    private int findAlike(long[] offsets, int from, int limit, long start, long end, int header, long size) {
        MemorySegment records = data;
        long last = Math.min(end - size, capacity - HEADER_SIZE);
        int count = from;
        long at = start;
        while (count < limit && at <= last && (int) HEADER.get(records, at) == header) {
            offsets[count++] = at + HEADER_SIZE;
            at += size;
        }
        return count;
    }

    /** Bytes that a record takes in the ring, by its header. */
    static long sizeOf(int header) {
        return ((header & LENGTH) + (HEADER_SIZE + 7L)) & ~7L;
    }

    /**
     * Gives back the space of everything read so far. The records are the kernel's again: do not touch them any more.
     *
     * @throws IllegalStateException if the reader is closed
     */
    public void release() {
        requireOpen();
        if (released == next) {
            return;
        }
        released = next;
        POSITION.setRelease(consumer, 0L, next);
        // The kernel announces by what it sees here, and the next read looks at what it wrote. Without a full fence
        // both could miss the other's news, and the last record would never be announced.
        VarHandle.fullFence();
    }

    /** Bytes of the payload at this offset, which {@link #read} returned and {@link #release} has not taken back. */
    public int length(long offset) {
        return (int) HEADER.get(data, offset - HEADER_SIZE) & LENGTH;
    }

    /** Whether the last read got to the end of what was in the ring when it looked; false if it met its limit or a busy record. */
    public boolean drained() {
        return drained;
    }

    /** Bytes in the ring that were not yet read, headers and records being written included. */
    public long fill() {
        requireOpen();
        return (long) POSITION.getAcquire(producer, 0L) - next;
    }

    /** Size of the ring in bytes. */
    public long capacity() {
        return capacity;
    }

    /** The map's file descriptor, for epoll; -1 for ordinary memory. */
    int fd() {
        return fd;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the ring is closed");
        }
    }

    /** Unmaps the pages. Only after the reading thread is done: segments taken from {@link #data()} are not checked. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (fd != NO_FD) {
            Libc.munmap(consumer.address(), consumer.byteSize());
            Libc.munmap(producer.address(), producer.byteSize() + data.byteSize());
        }
    }
}
