package io.borescope.api.component;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Typed services by which one component tells others what it found out: which processes exist, where slots begin. Published by one
 * component, subscribed to by others, in whatever order they start. Thread-safe.
 */
public interface Services {
    /**
     * Publishes a service. It is withdrawn when its publisher closes.
     *
     * @throws IllegalStateException if another component already publishes this type
     */
    <T> void publish(Class<T> type, T service);

    /** The service of a type, if somebody publishes it now. */
    <T> Optional<T> find(Class<T> type);

    /**
     * Calls back now, if the service is there, and whenever one of this type is published later. Callbacks run on the publisher's
     * thread and must be short. The subscription ends when the subscriber closes.
     */
    <T> void subscribe(Class<T> type, Consumer<? super T> subscriber);
}
