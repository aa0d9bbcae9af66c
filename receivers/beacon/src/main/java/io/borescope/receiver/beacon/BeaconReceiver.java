package io.borescope.receiver.beacon;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Publishes the {@link io.borescope.api.time.SlotClock}, and follows how far a beacon node is. Never waits for a node. */
final class BeaconReceiver implements Receiver {
    private final ReceiverSettings settings;
    private final BeaconReceiverConfig config;
    private final Outputs outputs;
    private final RandomGenerator random;
    private @Nullable NodeClient client;
    private @Nullable Worker worker;

    BeaconReceiver(ReceiverSettings settings, BeaconReceiverConfig config, Outputs outputs, RandomGenerator random) {
        this.settings = settings;
        this.config = config;
        this.outputs = outputs;
        this.random = random;
    }

    @Override
    public void start() throws StartException {
        SlotSource slots = new SlotSource(settings, config);
        if (config.endpoint().isEmpty()) {
            slots.begin();
            settings.status().ok();
            return;
        }
        NodeClient opened = new NodeClient(config);
        client = opened;
        slots.begin();
        SyncStateRows rows =
                new SyncStateRows(settings, config.syncStateInterval().toNanos(), outputs.require(Signal.METRICS));
        worker = settings.workers().start("", new NodeCycle(settings, config, opened, slots, rows, random));
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
