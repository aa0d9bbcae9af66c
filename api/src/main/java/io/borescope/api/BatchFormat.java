package io.borescope.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The binary form of one signal's batches: what a queue on disk keeps. Thread-safe.
 *
 * @param <B> the batch type
 */
public interface BatchFormat<B extends Batch> {
    /** The version that {@link #write} writes; grows with every change that an older reader does not understand. */
    int version();

    /** Writes an owned batch. */
    void write(B batch, DataOutput out) throws IOException;

    /**
     * Reads what {@link #write} of this or an older version wrote. It is read with limits, so damaged input costs an exception and not the
     * heap; flipped bits in figures are not noticed, so whoever stores it adds a checksum.
     *
     * @throws IOException if it is damaged, cut short or of a newer version; the message says which
     */
    B read(DataInput in) throws IOException;
}
