package io.borescope.receiver.ebpf;

import io.borescope.api.component.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Services of which a test can withdraw all, as the engine does when their publisher closes. Used by the test's thread. */
final class LiveServices implements Services {
    private final Map<Class<?>, Object> published = new HashMap<>();
    private final List<Consumer<Object>> subscribers = new CopyOnWriteArrayList<>();

    void withdrawAll() {
        published.clear();
    }

    @Override
    public <T> void publish(Class<T> type, T service) {
        if (published.putIfAbsent(type, service) != null) {
            throw new IllegalStateException(type + " is published already");
        }
        subscribers.forEach(subscriber -> subscriber.accept(service));
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(published.get(type)).map(type::cast);
    }

    @Override
    public <T> void subscribe(Class<T> type, Consumer<? super T> subscriber) {
        subscribers.add(service -> {
            if (type.isInstance(service)) {
                subscriber.accept(type.cast(service));
            }
        });
        find(type).ifPresent(subscriber);
    }
}
