package io.borescope.receiver.processsnapshots;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.time.SlotClock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the processes of the {@link ProcessTable} from {@code /proc}, on one thread. */
final class ProcessSnapshots implements Receiver {
    private final ReceiverSettings settings;
    private final ProcessSnapshotsConfig config;
    private final Outputs outputs;
    private final Path root;
    private @Nullable ProcReader proc;
    private @Nullable SnapshotCycle cycle;
    private @Nullable Worker worker;

    ProcessSnapshots(ReceiverSettings settings, ProcessSnapshotsConfig config, Outputs outputs) {
        this(settings, config, outputs, Path.of("/proc"));
    }

    /**
     * @param root where procfs is mounted
     */
    ProcessSnapshots(ReceiverSettings settings, ProcessSnapshotsConfig config, Outputs outputs, Path root) {
        this.settings = settings;
        this.config = config;
        this.outputs = outputs;
        this.root = root;
    }

    @Override
    public void start() throws StartException {
        ProcReader opened = new ProcReader(root);
        if (opened.problem() != 0) {
            opened.close();
            throw new StartException(
                    "cannot open %s: errno %d. Mount procfs there.".formatted(root, -opened.problem()));
        }
        proc = opened;
        ProcessFigures figures = new ProcessFigures(
                opened,
                new ReadFailures(settings.id(), settings.meter()),
                settings.meter(),
                SnapshotMetric.selectedBy(config.metrics()),
                config.maxCountedFds());
        SnapshotCycle duty =
                new SnapshotCycle(settings, settings.clock(), config, figures, outputs.require(Signal.METRICS));
        settings.services().subscribe(ProcessTable.class, duty::use);
        settings.services().subscribe(SlotClock.class, duty::use);
        cycle = duty;
        worker = settings.workers().start("", duty);
        settings.status().ok();
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
        if (cycle != null) {
            cycle.finish();
            cycle = null;
        }
        if (proc != null) {
            proc.close();
            proc = null;
        }
    }
}
