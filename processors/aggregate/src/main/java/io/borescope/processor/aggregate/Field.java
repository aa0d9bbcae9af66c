package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import java.nio.ByteOrder;

/**
 * Where a number lies in a record, or some of its bits. Numbers of all widths are read alike, as part of the eight bytes that they lie
 * in: records are whole eights, and numbers in them are aligned.
 *
 * @param at start of the eight bytes, from the start of the record
 * @param shift how far to the right the number has to go
 * @param mask what to keep of it then
 */
record Field(long at, int shift, long mask) {
    /** No number: reads as 0. */
    static final Field NONE = new Field(0, 0, 0);

    static Field u64(long offset) {
        return of(offset, Long.SIZE);
    }

    static Field u32(long offset) {
        return of(offset, Integer.SIZE);
    }

    static Field u8(long offset) {
        return of(offset, Byte.SIZE);
    }

    private static Field of(long offset, int bits) {
        long at = offset & -Long.BYTES;
        int before = (int) (offset - at) * Byte.SIZE;
        int shift = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? before : Long.SIZE - bits - before;
        return new Field(at, shift, -1L >>> (Long.SIZE - bits));
    }

    /** Some of its bits alone. */
    Field masked(long bits) {
        return new Field(at, shift, mask & bits);
    }

    /** Whether it is the whole of what records have at this place, which begins {@code offset} bytes from their start. */
    boolean isAt(long offset) {
        return equals(u64(offset)) || equals(u32(offset));
    }

    long read(EventBatch events, int index) {
        return (events.u64(index, at) >>> shift) & mask;
    }
}
