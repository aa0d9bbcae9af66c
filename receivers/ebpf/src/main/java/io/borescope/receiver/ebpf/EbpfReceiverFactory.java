package io.borescope.receiver.ebpf;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.bpf.HostCheck;
import io.borescope.bpf.ProcessTracker;
import java.util.List;
import java.util.Set;

/** Makes receivers of kernel events. */
public final class EbpfReceiverFactory implements ReceiverFactory<EbpfReceiverConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("ebpf");
    }

    @Override
    public String description() {
        return "Reads what tracked processes do from the kernel.";
    }

    @Override
    public Class<EbpfReceiverConfig> configType() {
        return EbpfReceiverConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> produces() {
        return Set.of(Signal.EVENTS);
    }

    @Override
    public Set<Class<?>> needs() {
        return Set.of(ProcessTracker.class);
    }

    @Override
    public Receiver create(ReceiverSettings settings, EbpfReceiverConfig config, Outputs outputs) {
        return new EbpfReceiver(settings, config, outputs);
    }

    @Override
    public List<Check> checks(EbpfReceiverConfig config) {
        return List.of(new HostCheck(), new ProbesCheck(config), new EventsCheck(config));
    }
}
