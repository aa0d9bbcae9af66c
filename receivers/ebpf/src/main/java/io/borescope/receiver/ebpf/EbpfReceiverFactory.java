package io.borescope.receiver.ebpf;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.privilege.Capability;
import io.borescope.api.privilege.Privilege;
import io.borescope.bpf.HostCheck;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProcessTracker;
import java.util.ArrayList;
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

    @Override
    public List<Privilege> privileges(EbpfReceiverConfig config) {
        List<Privilege> privileges = new ArrayList<>(Privilege.toTrace());
        if (config.enabledGroups().contains(ProbeGroup.IO_URING)) {
            privileges.add(Privilege.wanted(
                            Capability.CAP_DAC_READ_SEARCH,
                            "attaches io_uring, and other groups in further ways, by files of tracefs, which are root's")
                    .noting("not needed where tracefs is mounted with rights for others"));
        }
        if (config.budget().cpu() != null) {
            privileges.add(Privilege.wanted(
                            Capability.CAP_SYS_ADMIN,
                            "measures run times of programs for budget.cpu, which counts the agent's own CPU time only without it")
                    .noting("not needed where kernel.bpf_stats_enabled is 1"));
        }
        return privileges;
    }
}
