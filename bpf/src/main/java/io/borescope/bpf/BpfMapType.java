package io.borescope.bpf;

import java.util.Arrays;
import java.util.Locale;

/**
 * Kinds of maps, as far as they are told apart here.
 *
 * @see <a href="https://docs.kernel.org/bpf/maps.html">BPF maps</a>
 */
public enum BpfMapType {
    HASH(1, true),
    ARRAY(2, true),
    PERCPU_HASH(5, true),
    PERCPU_ARRAY(6, true),
    LRU_HASH(9, true),
    LRU_PERCPU_HASH(10, true),
    ARRAY_OF_MAPS(12, false),
    RINGBUF(27, false),
    /** One whose entries cannot be read. */
    OTHER(-1, false);

    private final int number;
    private final boolean hasEntries;

    BpfMapType(int number, boolean hasEntries) {
        this.number = number;
        this.hasEntries = hasEntries;
    }

    static BpfMapType of(int number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElse(OTHER);
    }

    /** The number of the kernel. */
    int number() {
        return number;
    }

    /** Whether it has keys and values that can be read. */
    public boolean hasEntries() {
        return hasEntries;
    }

    /** Whether every CPU has a value of its own under each key. */
    public boolean isPerCpu() {
        return this == PERCPU_HASH || this == PERCPU_ARRAY || this == LRU_PERCPU_HASH;
    }

    /** As in messages: {@code percpu_hash}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
