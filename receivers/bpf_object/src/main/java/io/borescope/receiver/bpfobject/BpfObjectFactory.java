package io.borescope.receiver.bpfobject;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.bpf.HostCheck;
import java.util.List;
import java.util.Set;

/** Makes receivers that run BPF objects of users. */
public final class BpfObjectFactory implements ReceiverFactory<BpfObjectConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("bpf_object");
    }

    @Override
    public String description() {
        return "Runs a compiled BPF object of yours; its events and maps become metrics and log records by configuration.";
    }

    @Override
    public Class<BpfObjectConfig> configType() {
        return BpfObjectConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> produces() {
        return Set.of(Signal.METRICS, Signal.LOGS);
    }

    @Override
    public Receiver create(ReceiverSettings settings, BpfObjectConfig config, Outputs outputs) {
        return new BpfObjectReceiver(settings, config, outputs);
    }

    @Override
    public List<Check> checks(BpfObjectConfig config) {
        return List.of(new HostCheck(), new ObjectCheck(config));
    }
}
