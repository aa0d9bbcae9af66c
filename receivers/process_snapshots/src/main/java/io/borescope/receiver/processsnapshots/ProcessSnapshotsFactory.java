package io.borescope.receiver.processsnapshots;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.privilege.Capability;
import io.borescope.api.privilege.Privilege;
import io.borescope.api.process.ProcessTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes receivers that read what processes use. */
public final class ProcessSnapshotsFactory implements ReceiverFactory<ProcessSnapshotsConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("process_snapshots");
    }

    @Override
    public String description() {
        return "Reads memory, I/O, open files and context switches of each process, again and again.";
    }

    @Override
    public Class<ProcessSnapshotsConfig> configType() {
        return ProcessSnapshotsConfig.class;
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
    public Set<Class<?>> needs() {
        return Set.of(ProcessTable.class);
    }

    @Override
    public Receiver create(ReceiverSettings settings, ProcessSnapshotsConfig config, Outputs outputs) {
        return new ProcessSnapshots(settings, config, outputs);
    }

    @Override
    public List<Privilege> privileges(ProcessSnapshotsConfig config) {
        return SnapshotMetric.selectedBy(config.metrics())
                        .anyMatch(EnumSet.of(SnapshotMetric.IO, SnapshotMetric.FD)::contains)
                ? List.of(Privilege.wanted(
                                Capability.CAP_SYS_PTRACE, "reads I/O and open files of other users' processes")
                        .noting("open files are told to everybody from Linux 6.2 on"))
                : List.of();
    }
}
