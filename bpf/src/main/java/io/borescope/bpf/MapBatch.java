package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads and deletes many entries of a map in one call: {@code batch} of {@code union bpf_attr}. Linux 5.6 and later. One thread; allocates
 * nothing after it was made. Not by libbpf, whose functions for it have more arguments than fit into registers.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/ebpf/syscall.html">bpf(2), BPF_MAP_LOOKUP_BATCH</a>
 */
final class MapBatch {
    private static final int LOOKUP_BATCH = 24;
    private static final int DELETE_BATCH = 27;

    private static final long ATTRIBUTES_SIZE = 56;
    private static final long IN_BATCH = 0;
    private static final long OUT_BATCH = 8;
    private static final long KEYS = 16;
    private static final long VALUES = 24;
    private static final long COUNT = 32;
    private static final long MAP_FD = 36;

    private final MemorySegment attributes;
    private final MemorySegment position;
    private boolean begun;

    MapBatch(Arena arena) {
        attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
        position = arena.allocate(JAVA_LONG);
    }

    /** Begins with the first entry again. */
    void rewind() {
        begun = false;
    }

    /**
     * Reads the next entries; {@link #count} says how many there were.
     *
     * @return 0; -ENOENT if these were the last ones; -ENOSPC if there is no room for those that the kernel gives only together; or
     *     another negated errno
     */
    int lookUp(int map, MemorySegment keys, MemorySegment values, int room) {
        prepare(map, keys, room);
        attributes.set(JAVA_LONG, IN_BATCH, begun ? position.address() : 0);
        attributes.set(JAVA_LONG, OUT_BATCH, position.address());
        attributes.set(JAVA_LONG, VALUES, values.address());
        begun = true;
        return Libc.bpf(LOOKUP_BATCH, attributes);
    }

    /** Deletes entries by their keys; 0 or a negated errno. */
    int delete(int map, MemorySegment keys, int count) {
        prepare(map, keys, count);
        return Libc.bpf(DELETE_BATCH, attributes);
    }

    private void prepare(int map, MemorySegment keys, int count) {
        attributes.fill((byte) 0);
        attributes.set(JAVA_LONG, KEYS, keys.address());
        attributes.set(JAVA_INT, COUNT, count);
        attributes.set(JAVA_INT, MAP_FD, map);
    }

    /** Entries that the last call read or deleted. */
    int count() {
        return attributes.get(JAVA_INT, COUNT);
    }
}
