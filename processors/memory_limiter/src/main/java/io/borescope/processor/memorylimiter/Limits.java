package io.borescope.processor.memorylimiter;

/**
 * How much memory may be used.
 *
 * @param hardBytes the most there may ever be
 * @param softBytes from here on nothing more is let in
 */
record Limits(long hardBytes, long softBytes) {
    /**
     * The part of the limits that the heap has: they hold for it in full, but never more than it can grow to.
     *
     * @param mostBytes what the heap can grow to
     */
    Limits within(long mostBytes) {
        return mostBytes >= hardBytes
                ? this
                : new Limits(mostBytes, (long) (mostBytes * ((double) softBytes / hardBytes)));
    }
}
