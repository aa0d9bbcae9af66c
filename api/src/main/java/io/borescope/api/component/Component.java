package io.borescope.api.component;

/**
 * One configured receiver, processor, exporter or extension. Created, started once, closed once; a restart is a new instance.
 *
 * <p>The engine starts extensions, then exporters, processors from last to first, and receivers, so that whoever sends finds its
 * consumer ready. It closes in the order of flow: receivers (the last started first), processors from first to last, exporters, extensions, so that everything in
 * flight drains downstream.
 */
public interface Component extends AutoCloseable {
    /**
     * Acquires what the component needs.
     *
     * @throws StartException if it cannot work; everything already acquired has been released
     */
    default void start() throws StartException {}

    /**
     * Stops, hands buffered data on, releases everything. Safe before {@link #start()}, after a failed start and when called twice.
     */
    @Override
    default void close() {}
}
