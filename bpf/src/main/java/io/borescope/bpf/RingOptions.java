package io.borescope.bpf;

/**
 * Shape of the rings that the event programs share. A ring is part of the agent's resident memory.
 *
 * @param rings how many; a power of two. CPU c writes into ring c modulo this
 * @param bytesPerRing size of each; a power of two and a multiple of the page size. 48 bytes of it hold one syscall
 * @param rareBytes size of the ring for rare events, which a flood of the others cannot fill
 */
public record RingOptions(int rings, int bytesPerRing, int rareBytes) {
    private static final int SMALLEST_PAGE = 4096;
    private static final int MOST_RINGS_BY_DEFAULT = 8;
    private static final int DEFAULT_BYTES = 4 << 20;
    private static final int DEFAULT_RARE_BYTES = 256 << 10;

    public RingOptions {
        if (Integer.bitCount(rings) != 1 || rings < 1) {
            throw new IllegalArgumentException("the number of rings is not a power of two: " + rings);
        }
        requireRing(bytesPerRing);
        requireRing(rareBytes);
    }

    /** The same with the usual room for rare events. */
    public RingOptions(int rings, int bytesPerRing) {
        this(rings, bytesPerRing, DEFAULT_RARE_BYTES);
    }

    private static void requireRing(int bytes) {
        if (Integer.bitCount(bytes) != 1 || bytes < SMALLEST_PAGE) {
            throw new IllegalArgumentException("a ring's size is not a power of two of at least a page: " + bytes);
        }
    }

    /** As many rings as CPUs, rounded down to a power of two, at most 8; 4 MiB each, and 256 KiB for rare events. */
    public static RingOptions defaults() {
        int cpus = CpuList.online().size(); // of the host: a container's share says nothing about where events happen
        return new RingOptions(Math.min(Integer.highestOneBit(cpus), MOST_RINGS_BY_DEFAULT), DEFAULT_BYTES);
    }
}
