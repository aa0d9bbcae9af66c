package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borescope.api.component.Receiver;
import io.borescope.api.component.Services;
import io.borescope.api.time.SlotClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceRegistryTest {
    private static final SlotClock FIRST = new SlotClock(0, 12, 32);
    private static final SlotClock SECOND = new SlotClock(0, 6, 32);

    private final ServiceRegistry registry = new ServiceRegistry();
    private final List<Instance<?>> failed = new ArrayList<>();
    private final Instance<Receiver> publisher = new Instance<>("publisher", failed::add);
    private final Instance<Receiver> subscriber = new Instance<>("subscriber", failed::add);
    private final Services published = registry.of(publisher);
    private final Services subscribed = registry.of(subscriber);
    private final List<SlotClock> heard = new ArrayList<>();

    @Test
    void tellsSubscribersWhoeverComesFirst() {
        subscribed.subscribe(SlotClock.class, heard::add);
        published.publish(SlotClock.class, FIRST);
        subscribed.subscribe(SlotClock.class, heard::add);

        assertThat(heard).containsExactly(FIRST, FIRST);
        assertThat(subscribed.find(SlotClock.class)).contains(FIRST);
    }

    @Test
    void replacesAServiceOfTheSamePublisher() {
        subscribed.subscribe(SlotClock.class, heard::add);
        published.publish(SlotClock.class, FIRST);
        published.publish(SlotClock.class, SECOND);

        assertThat(heard).containsExactly(FIRST, SECOND);
        assertThat(subscribed.find(SlotClock.class)).contains(SECOND);
    }

    /** The first call is still under way when a second publication comes; whoever is told last has the newest. */
    @Test
    void endsWithTheNewestServiceHoweverSlowACallIs() throws Exception {
        Thread[] second = new Thread[1];
        subscribed.subscribe(SlotClock.class, clock -> {
            if (clock.equals(FIRST)) {
                second[0] = Thread.ofPlatform().start(() -> published.publish(SlotClock.class, SECOND));
                while (!subscribed.find(SlotClock.class).equals(Optional.of(SECOND))) {
                    Thread.onSpinWait();
                }
            }
            heard.add(clock);
        });
        published.publish(SlotClock.class, FIRST);
        second[0].join();

        assertThat(heard).containsExactly(FIRST, SECOND);
    }

    @Test
    void refusesASecondPublisher() {
        published.publish(SlotClock.class, FIRST);

        assertThatIllegalStateException()
                .isThrownBy(() -> subscribed.publish(SlotClock.class, SECOND))
                .withMessage("SlotClock is published by publisher already");
    }

    @Test
    void withdrawsAServiceWhenItsPublisherEnds() {
        published.publish(SlotClock.class, FIRST);
        publisher.end();

        assertThat(subscribed.find(SlotClock.class)).isEmpty();
        subscribed.publish(SlotClock.class, SECOND);
        assertThat(subscribed.find(SlotClock.class)).contains(SECOND);
    }

    @Test
    void endsASubscriptionWithItsSubscriber() {
        subscribed.subscribe(SlotClock.class, heard::add);
        subscriber.end();
        published.publish(SlotClock.class, FIRST);

        assertThat(heard).isEmpty();
    }

    @Test
    void blamesTheSubscriberForWhatItThrows() {
        subscribed.subscribe(SlotClock.class, _ -> {
            throw new IllegalStateException("cannot take it");
        });
        published.publish(SlotClock.class, FIRST);

        assertThat(failed).containsExactly(subscriber);
    }
}
