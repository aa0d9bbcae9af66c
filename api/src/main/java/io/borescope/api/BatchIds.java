package io.borescope.api;

/** Gives each new owned batch its identity. Thread-safe. */
@FunctionalInterface
public interface BatchIds {
    /** The next identity of this run. */
    BatchId next();
}
