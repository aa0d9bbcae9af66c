package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A map of the kernel. Any thread. One that was created here is closed by whoever created it; one of an
 * object lives as long as the object. The kernel frees a map when nobody has it open and no loaded program uses it.
 */
public final class BpfMap implements AutoCloseable {
    /** {@code struct bpf_map_create_opts} of libbpf 1.0, up to and with {@code map_flags}. */
    private static final long CREATE_OPTIONS_SIZE = 32;

    private static final long INNER_MAP_FD_OFFSET = 24;
    private static final long FLAGS_OFFSET = 28;

    /** {@code BPF_F_MMAPABLE}. */
    private static final int MMAPABLE = 1 << 10;

    private final String name;
    private final BpfMapType type;
    private final int fd;
    private final int keySize;
    private final int valueSize;
    private final int entries;
    private final boolean owned;
    private boolean closed;

    private BpfMap(String name, BpfMapType type, int fd, int keySize, int valueSize, int entries, boolean owned) {
        this.name = name;
        this.type = type;
        this.fd = fd;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.entries = entries;
        this.owned = owned;
    }

    /** A view of a map that an object owns. */
    static BpfMap of(String name, long handle) {
        return new BpfMap(
                name,
                BpfMapType.of(Libbpf.mapType(handle)),
                Libbpf.mapFd(handle),
                Libbpf.mapKeySize(handle),
                Libbpf.mapValueSize(handle),
                Libbpf.mapMaxEntries(handle),
                false);
    }

    /** A new ring buffer; {@code bytes} is a power of two and a multiple of the page size. */
    static BpfMap createRing(String name, int bytes) throws BpfException {
        if (bytes % Libc.pageSize() != 0) {
            throw new BpfException("cannot create the ring %s of %d bytes: this kernel's pages have %d"
                    .formatted(name, bytes, Libc.pageSize()));
        }
        return create(BpfMapType.RINGBUF, name, 0, 0, bytes, 0, 0);
    }

    /** A new array with a value per CPU. */
    static BpfMap createPerCpuArray(String name, int valueSize, int entries) throws BpfException {
        return create(BpfMapType.PERCPU_ARRAY, name, Integer.BYTES, valueSize, entries, 0, 0);
    }

    /** A new hash table with a value per CPU. */
    static BpfMap createPerCpuHash(String name, int keySize, int valueSize, int entries) throws BpfException {
        return create(BpfMapType.PERCPU_HASH, name, keySize, valueSize, entries, 0, 0);
    }

    /** A new array that {@link #mmap} can map; {@code valueSize} is a multiple of 8. */
    static BpfMap createMappableArray(String name, int valueSize, int entries) throws BpfException {
        return create(BpfMapType.ARRAY, name, Integer.BYTES, valueSize, entries, 0, MMAPABLE);
    }

    /** A new array whose values are maps like {@code pattern}; it holds on to those put into it. */
    static BpfMap createArrayOf(BpfMap pattern, String name, int entries) throws BpfException {
        return create(BpfMapType.ARRAY_OF_MAPS, name, Integer.BYTES, Integer.BYTES, entries, pattern.fd, 0);
    }

    private static BpfMap create(
            BpfMapType type, String name, int keySize, int valueSize, int entries, int innerMapFd, int flags)
            throws BpfException {
        Libbpf.require();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(CREATE_OPTIONS_SIZE, Long.BYTES);
            options.set(ValueLayout.JAVA_LONG, 0, CREATE_OPTIONS_SIZE);
            options.set(ValueLayout.JAVA_INT, INNER_MAP_FD_OFFSET, innerMapFd);
            options.set(ValueLayout.JAVA_INT, FLAGS_OFFSET, flags);
            int fd = Libbpf.mapCreate(type.number(), arena.allocateFrom(name), keySize, valueSize, entries, options);
            BpfException.check(fd, "cannot create the map " + name);
            return new BpfMap(name, type, fd, keySize, valueSize, entries, true);
        }
    }

    /** Its name in C. */
    public String name() {
        return name;
    }

    /** What kind of map it is. */
    public BpfMapType type() {
        return type;
    }

    /** Bytes of a key. */
    public int keySize() {
        return keySize;
    }

    /** Bytes of a value; where there is one per CPU, of each. */
    public int valueSize() {
        return valueSize;
    }

    /** A reader of all entries; the map must outlive it. */
    public MapReader reader() {
        return new MapReader(this);
    }

    /** A reader of a ring buffer; the map must outlive it. */
    public RingReader ring() throws BpfException {
        return RingReader.of(this);
    }

    /** The file descriptor; open as long as this map is. */
    int fd() {
        return fd;
    }

    /** Entries it has room for; for a ring buffer its bytes. */
    public int maxEntries() {
        return entries;
    }

    /** Puts {@code value} under {@code key}, new or not. */
    void update(int key, MemorySegment value) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            int result = Libbpf.mapUpdateElem(fd, arena.allocateFrom(ValueLayout.JAVA_INT, key), value);
            BpfException.check(result, "cannot update the map " + name);
        }
    }

    /** Puts a map into an array of maps. */
    void update(int key, BpfMap value) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            update(key, arena.allocateFrom(ValueLayout.JAVA_INT, value.fd));
        }
    }

    /**
     * Maps the values of an array made with {@code BPF_F_MMAPABLE}, read and write, until the arena is closed. Their size is a
     * multiple of 8, as the kernel leaves gaps otherwise.
     */
    MemorySegment mmap(Arena arena) throws BpfException {
        long bytes = (long) valueSize * entries;
        long address = Libc.mmap(fd, 0, bytes, Libc.PROT_READ | Libc.PROT_WRITE);
        if (address < 0) {
            throw BpfException.of("cannot map the map " + name, (int) -address);
        }
        return Native.memory(address, bytes, arena, mapped -> Libc.munmap(mapped.address(), bytes));
    }

    @Override
    public void close() {
        if (owned && !closed) {
            closed = true;
            Libc.close(fd);
        }
    }
}
