package io.borescope.receiver.hostspecs;

/**
 * A memory module that is in its socket. Texts are empty and speeds 0 where the firmware does not say.
 *
 * @param type {@code DDR5}
 * @param speedMts what it is made for, in million transfers per second
 * @param configuredSpeedMts what it runs at
 */
record MemoryModule(
        long sizeBytes,
        String type,
        long speedMts,
        long configuredSpeedMts,
        String locator,
        String bankLocator,
        String manufacturer,
        String partNumber,
        String serial) {}
