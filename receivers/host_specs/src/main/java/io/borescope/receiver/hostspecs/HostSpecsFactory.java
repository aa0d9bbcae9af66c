package io.borescope.receiver.hostspecs;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.privilege.Capability;
import io.borescope.api.privilege.Privilege;
import java.util.List;
import java.util.Set;

/** Makes receivers that say what the host is made of. */
public final class HostSpecsFactory implements ReceiverFactory<HostSpecsConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("host_specs");
    }

    @Override
    public String description() {
        return "Says what the host is made of: system, processors, memory modules and disks.";
    }

    @Override
    public Class<HostSpecsConfig> configType() {
        return HostSpecsConfig.class;
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
    public Receiver create(ReceiverSettings settings, HostSpecsConfig config, Outputs outputs) {
        return new HostSpecs(settings, config, outputs);
    }

    @Override
    public List<Privilege> privileges(HostSpecsConfig config) {
        return List.of(Privilege.wanted(
                Capability.CAP_DAC_READ_SEARCH, "reads the firmware's table, which names the memory modules"));
    }
}
