package io.borescope.receiver.process;

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
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessTable;
import io.borescope.bpf.ProcessTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes receivers that find and follow processes. */
public final class ProcessReceiverFactory implements ReceiverFactory<ProcessReceiverConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("process");
    }

    @Override
    public String description() {
        return "Finds the processes to observe and follows them from fork to exit.";
    }

    @Override
    public Class<ProcessReceiverConfig> configType() {
        return ProcessReceiverConfig.class;
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
    public Set<Class<?>> publishes() {
        return Set.of(ProcessTable.class, PortTable.class, ProcessTracker.class);
    }

    @Override
    public Receiver create(ReceiverSettings settings, ProcessReceiverConfig config, Outputs outputs) {
        return new ProcessReceiver(settings, config, outputs);
    }

    @Override
    public List<Check> checks(ProcessReceiverConfig config) {
        return List.of(new ProcessesCheck(config, new ProcFiles(Path.of("/proc"))));
    }

    @Override
    public List<Privilege> privileges(ProcessReceiverConfig config) {
        List<Privilege> privileges = new ArrayList<>(Privilege.toTrace());
        privileges.add(Privilege.wanted(
                Capability.CAP_SYS_PTRACE,
                "tells executables and open ports of other users' processes; without it, rules and classes go by names"
                        + " and arguments, and ports by what processes declare"));
        return privileges;
    }
}
