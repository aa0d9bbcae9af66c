package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Goes through the entries of a map, key by key: two calls to the kernel for each. One thread. Nothing is allocated after it was made.
 *
 * <p>The map may change meanwhile. An entry that goes while it is reached is left out; one that goes just after makes the kernel begin again,
 * so that others may come twice.
 */
public final class MapReader {
    private static final int ENOENT = 2;

    /** The kernel puts the values of CPUs this far apart at least. */
    private static final int ALIGNMENT = 8;

    private final BpfMap map;
    private final int stride;
    private final int values;
    private final MemorySegment value;
    private MemorySegment key;
    private MemorySegment nextKey;
    private boolean begun;

    MapReader(BpfMap map) {
        this.map = map;
        boolean perCpu = map.type().isPerCpu();
        this.stride = perCpu ? Math.ceilDiv(map.valueSize(), ALIGNMENT) * ALIGNMENT : map.valueSize();
        this.values = perCpu ? Libbpf.numPossibleCpus() : 1;
        Arena arena = Arena.ofAuto();
        this.value = arena.allocate((long) stride * values, ALIGNMENT);
        this.key = arena.allocate(Math.max(1, map.keySize()), ALIGNMENT);
        this.nextKey = arena.allocate(Math.max(1, map.keySize()), ALIGNMENT);
    }

    /** Begins before the first entry again. */
    public void rewind() {
        begun = false;
    }

    /**
     * Goes to the next entry.
     *
     * @return false after the last
     */
    public boolean next() throws BpfException {
        while (true) {
            int found = Libbpf.mapGetNextKey(map.fd(), begun ? key : MemorySegment.NULL, nextKey);
            if (found == -ENOENT) {
                return false;
            }
            BpfException.check(found, "cannot read the keys of the map " + map.name());
            MemorySegment reached = nextKey;
            nextKey = key;
            key = reached;
            begun = true;
            int read = Libbpf.mapLookupElem(map.fd(), key, value);
            if (read != -ENOENT) {
                BpfException.check(read, "cannot read the map " + map.name());
                return true;
            }
        }
    }

    /** The key of this entry; valid until {@link #next}. */
    public MemorySegment key() {
        return key;
    }

    /** The value of this entry, or those of all CPUs, {@link #stride} apart; valid until {@link #next}. */
    public MemorySegment value() {
        return value;
    }

    /** Values of an entry: one, or one for each CPU that may ever be there. */
    public int values() {
        return values;
    }

    /** Bytes from one CPU's value to the next one's. */
    public int stride() {
        return stride;
    }
}
