package io.borescope.api.component;

/** A running duty cycle. */
public interface Worker extends AutoCloseable {
    /**
     * Ends the thread and waits for it; after that the cycle's state belongs to the caller. Safe when called twice or by the cycle itself.
     *
     * @throws IllegalStateException if the thread has not ended when the engine's patience has: then the cycle's state is still in use and
     *     must neither be touched nor released. Let the exception pass
     */
    @Override
    void close();
}
