package io.borescope.receiver.bpfobject;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.telemetry.Meter;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.RingReader;
import io.borescope.bpf.RingWaiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a user's object and hands on what it tells. Owns the programs and one thread. */
final class BpfObjectReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(BpfObjectReceiver.class);

    private final ReceiverSettings settings;
    private final BpfObjectConfig config;
    private final Optional<BatchConsumer<MetricBatch>> metrics;
    private final Optional<BatchConsumer<LogBatch>> logs;
    private @Nullable LoadedPrograms programs;
    private @Nullable RingWaiter waiter;
    private @Nullable ObjectCycle cycle;
    private @Nullable Worker worker;

    BpfObjectReceiver(ReceiverSettings settings, BpfObjectConfig config, Outputs outputs) {
        this.settings = settings;
        this.config = config;
        this.metrics = outputs.find(Signal.METRICS);
        this.logs = outputs.find(Signal.LOGS);
    }

    @Override
    public void start() throws StartException {
        checkPipelines();
        try {
            start(ObjectFile.read(config.object(), config.allowUnsafePermissions()));
        } catch (ObjectException | BpfException e) {
            close();
            throw new StartException(
                    "%s%n%s".formatted(e.getMessage(), KernelSupport.missing()).strip(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void checkPipelines() throws StartException {
        if (logs.isPresent() && config.logs() == null) {
            throw new StartException(
                    "a pipeline of logs wants them, but no logs are configured. Write logs: under this receiver.");
        }
        if (metrics.isPresent() && config.metrics().isEmpty() && config.maps().isEmpty()) {
            throw new StartException(
                    "a pipeline of metrics wants them, but no metrics are configured. Write metrics: or maps: under this receiver.");
        }
    }

    private void start(byte[] file) throws ObjectException, BpfException {
        ObjectPlan plan = ObjectPlan.of(config, file);
        LoadedPrograms loaded = LoadedPrograms.load(config, file, plan);
        programs = loaded;
        RingWaiter opened = RingWaiter.open();
        waiter = opened;
        // Nothing happens before it is attached, and everything after that belongs to the first window.
        long now = settings.clock().monotonicNanos();
        RingEvents events = plan.events() == null ? null : events(plan, plan.events(), loaded, opened, now);
        ObjectCycle created = new ObjectCycle(settings.clock(), loaded, opened, events, readings(plan, loaded, now));
        loaded.attach();
        cycle = created;
        settings.meter()
                .gauge(
                        "skipped_runs",
                        "{run}",
                        "Runs of programs that the kernel left out; each may have been an event that nobody counts.",
                        created::skippedRuns);
        worker = settings.workers().start("", created);
        report(loaded);
    }

    private RingEvents events(ObjectPlan plan, EventPlan wanted, LoadedPrograms loaded, RingWaiter opened, long now)
            throws BpfException {
        RingReader ring = loaded.ring(wanted.ring());
        opened.add(ring);
        EventLogs eventLogs =
                logs.isPresent() && wanted.logs() != null ? new EventLogs(settings, wanted.logs(), logs.get()) : null;
        MetricRows rows = metrics.isPresent() && !wanted.metrics().isEmpty() ? rows(metrics.get()) : null;
        EventWindows windows = rows == null
                ? null
                : new EventWindows(
                        settings.clock(), config.interval().toNanos(), wanted.metrics(), rows, eventLogs == null, now);
        LostRecords lost = config.lost() == null || plan.lost() == null
                ? null
                : new LostRecords(loaded.map(config.lost()), plan.lost());
        RingEvents events = new RingEvents(settings, wanted, ring, windows, rows, eventLogs, lost);
        if (windows != null) {
            settings.ledger().held(windows::held);
        }
        Meter meter = settings.meter();
        long capacity = ring.capacity();
        meter.gauge("ring_fill", "By", "What waited in the ring when it was last drained.", events::fill);
        meter.gauge("ring_capacity", "By", "Size of the ring.", () -> capacity);
        return events;
    }

    private MetricRows rows(BatchConsumer<MetricBatch> next) {
        return new MetricRows(settings, next, config.maxSeries());
    }

    private List<MapReadings> readings(ObjectPlan plan, LoadedPrograms loaded, long now) throws BpfException {
        List<MapReadings> readings = new ArrayList<>();
        if (metrics.isPresent()) {
            for (MapPlan map : plan.maps()) {
                readings.add(
                        new MapReadings(settings, map, loaded.map(map.config().name()), rows(metrics.get()), now));
            }
        }
        return readings;
    }

    private void report(LoadedPrograms loaded) {
        if (!loaded.attached().isEmpty()) {
            LOG.atInfo().log("{}: attached: {}", settings.id(), String.join(", ", loaded.attached()));
        }
        if (config.ringBuffer() != null && config.lost() == null) {
            LOG.atInfo().log(
                    "{}: events that find the ring full are not counted: the object names no counter (lost)",
                    settings.id());
        }
        loaded.refused().forEach(refused -> LOG.atWarn().log("{}: {}", settings.id(), refused.getMessage()));
        if (loaded.refused().isEmpty()) {
            settings.status().ok();
        } else {
            settings.status()
                    .recoverable(loaded.refused().stream()
                            .map(ObjectException::found)
                            .collect(Collectors.joining("\n")));
        }
    }

    /** The programs stop first: what they have written is handed on, and nothing comes after it. */
    @Override
    public void close() {
        if (programs != null) {
            programs.detach();
        }
        if (worker != null) {
            worker.close();
            worker = null;
            handOnTheRest();
        }
        cycle = null;
        if (waiter != null) {
            waiter.close();
            waiter = null;
        }
        if (programs != null) {
            programs.close();
            programs = null;
        }
    }

    private void handOnTheRest() {
        if (cycle == null) {
            return;
        }
        try {
            cycle.finish();
        } catch (BpfException e) {
            LOG.atWarn().setCause(e).log("{}: the last events are lost", settings.id());
        }
    }
}
