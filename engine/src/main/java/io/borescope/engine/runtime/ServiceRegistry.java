package io.borescope.engine.runtime;

import io.borescope.api.component.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services that are published now, and who waits for them. Thread-safe; callbacks run outside its lock, those of one subscription one after another. */
final class ServiceRegistry {
    private final Map<Class<?>, Published<?>> published = new HashMap<>();
    private final Map<Class<?>, List<Subscription<?>>> subscriptions = new HashMap<>();

    /** Publishes a service of the engine's own, for as long as the agent is there. */
    <T> void provide(Class<T> type, T service) {
        synchronized (this) {
            published.put(type, new Published<>(type, service, null));
        }
    }

    /** The services as one instance of a component sees them; what it publishes and subscribes to ends with it. */
    Services of(Instance<?> instance) {
        return new Services() {
            @Override
            public <T> void publish(Class<T> type, T service) {
                ServiceRegistry.this.publish(new Published<>(type, service, instance), instance);
            }

            @Override
            public <T> Optional<T> find(Class<T> type) {
                return ServiceRegistry.this.find(type);
            }

            @Override
            public <T> void subscribe(Class<T> type, Consumer<? super T> subscriber) {
                ServiceRegistry.this.subscribe(new Subscription<>(type, subscriber, instance));
            }
        };
    }

    private <T> void publish(Published<T> service, Instance<?> publisher) {
        List<Subscription<?>> waiting;
        synchronized (this) {
            Published<?> other = published.get(service.type());
            if (other != null && other.publisher() != publisher) {
                Object by = other.publisher() == null ? "the engine" : other.publisher();
                throw new IllegalStateException(service.type().getSimpleName() + " is published by " + by + " already");
            }
            published.put(service.type(), service);
            waiting = List.copyOf(subscriptions.getOrDefault(service.type(), List.of()));
        }
        publisher.own(() -> withdraw(service));
        waiting.forEach(this::tell);
    }

    private <T> void subscribe(Subscription<T> subscription) {
        synchronized (this) {
            subscriptions
                    .computeIfAbsent(subscription.type(), _ -> new ArrayList<>())
                    .add(subscription);
        }
        subscription.subscriber().own(() -> end(subscription));
        tell(subscription);
    }

    /** Tells what is published by now, so that whoever is told last of several has the newest, whichever thread was slower. */
    private void tell(Subscription<?> subscription) {
        synchronized (subscription) {
            Published<?> now = current(subscription.type());
            if (now != null) {
                subscription.call(now);
            }
        }
    }

    private <T> Optional<T> find(Class<T> type) {
        Published<?> service = current(type);
        return service == null ? Optional.empty() : Optional.of(type.cast(service.service()));
    }

    private synchronized @Nullable Published<?> current(Class<?> type) {
        return published.get(type);
    }

    private synchronized void withdraw(Published<?> service) {
        published.remove(service.type(), service);
    }

    private synchronized void end(Subscription<?> subscription) {
        subscriptions.getOrDefault(subscription.type(), new ArrayList<>()).remove(subscription);
    }

    /** Without a publisher it is the engine's. */
    private record Published<T>(
            Class<T> type, T service, @Nullable Instance<?> publisher) {}

    /** Its own lock orders what it is told; equal only to itself. */
    private static final class Subscription<T> {
        private final Class<T> type;
        private final Consumer<? super T> callback;
        private final Instance<?> subscriber;
        private @Nullable Published<?> told;

        Subscription(Class<T> type, Consumer<? super T> callback, Instance<?> subscriber) {
            this.type = type;
            this.callback = callback;
            this.subscriber = subscriber;
        }

        Class<T> type() {
            return type;
        }

        Instance<?> subscriber() {
            return subscriber;
        }

        /** Once for each publication. What a subscriber throws is its own failure, not the publisher's. */
        @SuppressWarnings("ReferenceEquality") // two publications of one service are two
        void call(Published<?> service) {
            if (service != told) {
                told = service;
                subscriber.contain(() -> callback.accept(type.cast(service.service())));
            }
        }
    }
}
