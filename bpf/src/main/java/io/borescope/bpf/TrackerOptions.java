package io.borescope.bpf;

/**
 * Settings of the process tracker.
 *
 * @param lifecycleBytes size of the ring for fork, exec and exit; a power of two and a multiple of the page size
 */
public record TrackerOptions(int lifecycleBytes) {
    public TrackerOptions {
        if (Integer.bitCount(lifecycleBytes) != 1 || lifecycleBytes < 4096) {
            throw new IllegalArgumentException(
                    "the ring's size is not a power of two of at least a page: " + lifecycleBytes);
        }
    }

    /** A ring of 1 MiB: 5,200 events. */
    public static TrackerOptions defaults() {
        return new TrackerOptions(1 << 20);
    }
}
