package io.borescope.exporter.debug;

/**
 * Which batches of a second are printed.
 *
 * @param initial the first so many
 * @param thereafter of the others every so manieth; 0 for none
 */
record Sampling(int initial, int thereafter) {
    /** All of them. */
    static final Sampling ALL = new Sampling(0, 1);

    /** Whether the batch of this number within its second is printed, from 1. */
    boolean includes(long number) {
        return number <= initial || (thereafter > 0 && (number - initial) % thereafter == 0);
    }
}
