package io.borescope.receiver.beacon;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.time.SlotClock;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes receivers that ask beacon nodes. */
public final class BeaconReceiverFactory implements ReceiverFactory<BeaconReceiverConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("beacon");
    }

    @Override
    public String description() {
        return "Tells where slots begin, from a beacon node or by the name of a network, and how far the node is.";
    }

    @Override
    public Class<BeaconReceiverConfig> configType() {
        return BeaconReceiverConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> produces() {
        return Set.of(Signal.METRICS);
    }

    @Override
    public Set<Class<?>> publishes() {
        return Set.of(SlotClock.class);
    }

    @Override
    public Receiver create(ReceiverSettings settings, BeaconReceiverConfig config, Outputs outputs) {
        return new BeaconReceiver(settings, config, outputs, RandomGenerator.getDefault());
    }

    @Override
    public List<Check> checks(BeaconReceiverConfig config) {
        return List.of(new NodesCheck(config));
    }
}
