package io.borescope.engine.runtime;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.event.EventBatch;
import java.util.ArrayList;
import java.util.List;

/** A receiver of events that a test sends by hand, on the test's thread. */
final class HandReceiver implements Receiver {
    /** Every instance that was made, oldest first. */
    static final class Made {
        private final List<HandReceiver> receivers = new ArrayList<>();

        synchronized HandReceiver make(ReceiverSettings settings, Outputs outputs) {
            HandReceiver receiver = new HandReceiver(settings, outputs);
            receivers.add(receiver);
            return receiver;
        }

        synchronized HandReceiver last() {
            return receivers.getLast();
        }
    }

    private final ReceiverSettings settings;
    private final BatchConsumer<EventBatch> next;

    private HandReceiver(ReceiverSettings settings, Outputs outputs) {
        this.settings = settings;
        this.next = outputs.require(Signal.EVENTS);
    }

    ReceiverSettings settings() {
        return settings;
    }

    void send(EventBatch batch) {
        next.consume(batch);
    }

    boolean offer(int events) {
        return next.offer(Batches.events(events, 1));
    }

    void send(int events) {
        send(Batches.events(events, 1));
    }
}
