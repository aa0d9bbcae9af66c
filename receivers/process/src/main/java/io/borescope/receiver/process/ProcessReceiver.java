package io.borescope.receiver.process;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.telemetry.Meter;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.TrackerOptions;
import io.borescope.receiver.process.classes.ClassFileException;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.receiver.process.ports.PortLabels;
import io.borescope.receiver.process.ports.PortWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows processes in the kernel and tells other components about them: publishes the {@link ProcessTable}, the {@link PortTable}, and
 * the {@link ProcessTracker} for receivers whose programs filter by it.
 */
final class ProcessReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessReceiver.class);

    private static final Path PROC = Path.of("/proc");

    /** The kernel's PROC_PID_INIT_INO: the number of the first pid namespace on every host. */
    private static final String HOST_PID_NAMESPACE = "pid:[4026531836]";

    private final ReceiverSettings settings;
    private final ProcessReceiverConfig config;
    private final Outputs outputs;
    private @Nullable ProcessTracker tracker;
    private @Nullable LifecycleCycle cycle;
    private @Nullable Worker worker;
    private @Nullable PortWatch portWatch;
    private @Nullable Worker portWorker;

    ProcessReceiver(ReceiverSettings settings, ProcessReceiverConfig config, Outputs outputs) {
        this.settings = settings;
        this.config = config;
        this.outputs = outputs;
    }

    @Override
    public void start() throws StartException {
        requireHostPids();
        ProcessTracker opened = openTracker();
        tracker = opened;
        try {
            follow(opened, config.knownClasses());
        } catch (ClassFileException e) {
            close();
            throw new StartException("classes_file: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw new StartException("cannot follow processes: " + e.getMessage(), e);
        }
    }

    /** The kernel's pids are the host's; in another namespace /proc would show others under the same numbers. */
    private static void requireHostPids() throws StartException {
        try {
            String namespace =
                    Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
            if (!namespace.equals(HOST_PID_NAMESPACE)) {
                throw new StartException(
                        "the agent runs in a pid namespace of its own (" + namespace
                                + "), where process ids differ from the kernel's. Use hostPID: true in Kubernetes, --pid=host for a container.");
            }
        } catch (IOException e) {
            throw new StartException("cannot read /proc/self/ns/pid. Mount procfs at /proc.", e);
        }
    }

    private ProcessTracker openTracker() throws StartException {
        try {
            return ProcessTracker.open(new TrackerOptions(
                    Math.toIntExact(config.lifecycleBufferSize().bytes())));
        } catch (BpfException e) {
            throw new StartException(
                    "cannot follow processes: %s%n%sComponents that do not read the kernel work without this receiver; ebpf does not."
                            .formatted(e.getMessage(), KernelSupport.missing()),
                    e);
        }
    }

    private void follow(ProcessTracker opened, ProcessClasses classes) {
        Meter meter = settings.meter();
        ProcFiles files = new ProcFiles(PROC);
        TrackedProcesses table = new TrackedProcesses(
                config.maxProcesses(), config.exitedRetention().toNanos());
        TrackerAdapter kernel = new TrackerAdapter(opened);
        ProcessFollower follower = new ProcessFollower(
                kernel,
                files,
                classes,
                new Selection(
                        config.include(),
                        config.exclude(),
                        Math.toIntExact(ProcessHandle.current().pid()),
                        meter.counter(
                                "command_line_matches_aborted",
                                "{match}",
                                "Regular expressions on command lines that were given up after 1,000,000 steps; simplify them.")),
                table,
                new StartTimes(settings.clock(), new BootClock()),
                meter.counter(
                        "processes_refused",
                        "{process}",
                        "Processes that found the table full of live ones; their rows have no identity. Raise max_processes."));
        ProcScan scan = new ProcScan(files, table, follower);
        LifecycleCycle duty = new LifecycleCycle(
                kernel,
                follower,
                scan,
                table,
                settings.clock(),
                config.scanInterval().toNanos(),
                settings.ledger()
                        .lost(
                                "ring_full",
                                "Fork, exec and exit records that did not fit into the kernel's ring; raise lifecycle_buffer_size."),
                outputs.require(Signal.EVENTS));
        cycle = duty;
        meter.gauge("processes_tracked", "{process}", "Processes that are observed now.", table::live);
        meter.gauge("processes_known", "{process}", "Processes in the table, exited ones included.", table::size);
        meter.gauge("ring_fill", "By", "What waited in the lifecycle ring when it was last drained.", duty::ringFill);
        PortLabels ports = new PortLabels(PortLabels.labels(classes, config.ports()));
        PortWatch watch = new PortWatch(
                visitor -> table.forEach(
                        entry -> visitor.visit(entry.record(), entry.kind().processClass())),
                PROC,
                config.ports(),
                ports,
                settings.clock());
        portWatch = watch;
        meter.gauge(
                "port_labels",
                "{label}",
                "Labels of ports, as seen by each process that listens on or connects to them.",
                ports::size);
        table.onChange(watch::processesChanged);
        seed(scan);
        watch.doWork(); // what runs already is labelled before anybody asks
        settings.services().publish(ProcessTable.class, table);
        settings.services().publish(PortTable.class, ports);
        settings.services().publish(ProcessTracker.class, opened);
        if (table.live() == 0) {
            LOG.atWarn()
                    .log(
                            "{}: no process matches include yet; those that start and match will be observed",
                            settings.id());
        } else {
            LOG.atInfo().log("{}: processes that match: {}", settings.id(), table.live());
        }
        settings.status().ok();
        portWorker = settings.workers().start("ports", watch);
        worker = settings.workers().start("", duty);
    }

    /** What runs already is tracked before start returns. */
    private void seed(ProcScan scan) {
        scan.begin();
        while (scan.running()) {
            scan.step(Integer.MAX_VALUE, settings.clock().monotonicNanos());
        }
    }

    /** The programs go first, so that what they wrote is all there is when the ring is drained to its end. */
    @Override
    public void close() {
        if (tracker != null) {
            tracker.detach();
        }
        if (portWorker != null) {
            portWorker.close();
            portWorker = null;
        }
        if (portWatch != null) {
            portWatch.close();
            portWatch = null;
        }
        if (worker != null) {
            worker.close();
            worker = null;
            handOnTheRest();
        }
        if (tracker != null) {
            tracker.close();
            tracker = null;
        }
        cycle = null;
    }

    private void handOnTheRest() {
        if (cycle == null) {
            return;
        }
        try {
            cycle.drainToEnd();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("{}: the last fork, exec and exit records are lost", settings.id());
        }
    }
}
