package io.borescope.receiver.processsnapshots;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.process.ProcessTable;
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
}
