package io.borescope.extension.clickhouseembedded.guard;

import java.time.Duration;

/**
 * What a client may ask of the guard.
 *
 * @param connections at once; a further one takes the place of the one that has been idle longest, or is turned away
 * @param headBytes longest request line with headers
 * @param bodyBytes longest body of a request
 * @param head longest time from the first byte of a request to the end of its headers
 * @param stall longest time without a byte within a body, or without the client taking one of the answer; less than the engine's own 30 s
 * @param idle longest time between two requests of a connection
 * @param drain longest time that requests under way get when the guard closes
 */
public record GuardLimits(
        int connections, int headBytes, long bodyBytes, Duration head, Duration stall, Duration idle, Duration drain) {
    /** For clients of one host. */
    public static final GuardLimits DEFAULT = new GuardLimits(
            128,
            64 << 10,
            16L << 30,
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2));
}
