package io.borescope.api.telemetry;

/** A count that only grows. Thread-safe, cheap enough for once per batch, not meant for once per event. */
@FunctionalInterface
public interface Counter {
    /** Adds to the count; a negative amount is refused with {@link IllegalArgumentException}. */
    void add(long amount);
}
