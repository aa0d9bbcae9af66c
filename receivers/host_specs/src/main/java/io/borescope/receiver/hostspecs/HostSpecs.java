package io.borescope.receiver.hostspecs;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Worker;
import io.borescope.api.time.SlotClock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says what the host is made of, on one thread. */
final class HostSpecs implements Receiver {
    private final ReceiverSettings settings;
    private final HostSpecsConfig config;
    private final Outputs outputs;
    private final HostFiles files;
    private @Nullable Worker worker;

    HostSpecs(ReceiverSettings settings, HostSpecsConfig config, Outputs outputs) {
        this(settings, config, outputs, Path.of("/"));
    }

    /**
     * @param root what the host calls {@code /}
     */
    HostSpecs(ReceiverSettings settings, HostSpecsConfig config, Outputs outputs, Path root) {
        this.settings = settings;
        this.config = config;
        this.outputs = outputs;
        this.files = new HostFiles(root);
    }

    @Override
    public void start() {
        HostSpecsCycle cycle = new HostSpecsCycle(settings, config, files, outputs.require(Signal.METRICS));
        settings.services().subscribe(SlotClock.class, cycle::use);
        worker = settings.workers().start("", cycle);
        settings.status().ok();
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }
}
