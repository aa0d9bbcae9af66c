package io.borescope.receiver.ebpf;

import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.config.Share;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.telemetry.Meter;
import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.PartialOptions;
import io.borescope.bpf.Partials;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProcessCpuTime;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.RunTimeStats;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what the kernel sees of the tracked processes. Owns the rings; the programs that write them belong to its {@link EbpfCycle}. */
final class EbpfReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(EbpfReceiver.class);

    private final ReceiverSettings settings;
    private final EbpfReceiverConfig config;
    private final Outputs outputs;
    private @Nullable EventRings rings;
    private @Nullable EbpfCycle cycle;
    private @Nullable RunTimeStats stats;
    private @Nullable Worker worker;

    EbpfReceiver(ReceiverSettings settings, EbpfReceiverConfig config, Outputs outputs) {
        this.settings = settings;
        this.config = config;
        this.outputs = outputs;
    }

    @Override
    public void start() throws StartException {
        EventRings opened = openRings();
        rings = opened;
        try {
            EbpfCycle created = newCycle(opened);
            cycle = created;
            settings.services().subscribe(ProcessTracker.class, created::announce);
            created.attachIfAnnounced();
            worker = settings.workers().start("", created);
        } catch (StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private EventRings openRings() throws StartException {
        try {
            return EventRings.open(config.ringOptions(), config.partialOptions());
        } catch (BpfException e) {
            throw new StartException(
                    "cannot create the rings: %s%n%s".formatted(e.getMessage(), KernelSupport.missing()), e);
        }
    }

    private EbpfCycle newCycle(EventRings opened) {
        RingSource source = KernelRings.of(opened);
        PartialDrain partials = newPartialDrain(opened.partials());
        RingDrain drain = new RingDrain(
                source,
                new EventBatch(config.batchSize())
                        .withSampling(config.sampling().toEventSampling()),
                settings.ledger()
                        .lost(
                                "ring_full",
                                "Events for which the kernel had no room; raise ring_buffer_size, or partial_keys where they are added up, or disable a probe."),
                settings.ledger()
                        .lost(
                                "incomplete",
                                "Events of which only one end was seen: the programs had no room to remember the beginning, or the kernel did not tell the end."),
                partials == null ? () -> Long.MAX_VALUE : partials::promise,
                outputs.require(Signal.EVENTS));
        EbpfCycle created = new EbpfCycle(
                settings.id(),
                config,
                opened,
                source,
                drain,
                partials,
                settings.clock(),
                settings.status(),
                measurePrograms(),
                budget(opened, drain, partials));
        long capacity = (long) opened.count() * config.ringBufferSize().bytes();
        Meter meter = settings.meter();
        meter.gauge("ring_fill", "By", "What waited in all rings when they were last drained.", drain::fill);
        meter.gauge("ring_capacity", "By", "Size of all rings.", () -> capacity);
        meter.gauge(
                "probe_groups_attached",
                "{group}",
                "Probe groups whose programs run.",
                () -> created.attachedWays().size());
        for (ProbeGroup group : config.enabledGroups()) {
            for (String way : group.wayNames()) {
                meter.with("probe", group.label())
                        .with("way", way)
                        .gauge(
                                "probe_attached",
                                "1",
                                "1 if the programs of this probe group run, attached in this way, else 0.",
                                () -> way.equals(created.attachedWays().get(group)) ? 1 : 0);
            }
        }
        meter.gauge(
                "probe_ways_refused",
                "{way}",
                "Ways to observe that the kernel did not take; another may have been taken instead.",
                created::refusedWays);
        meter.gauge(
                "skipped_runs",
                "{run}",
                "Runs of programs that the kernel left out; each may have been an event that no count of loss knows.",
                created::skippedRuns);
        return created;
    }

    private @Nullable BudgetWatch budget(EventRings opened, RingDrain drain, @Nullable PartialDrain partials) {
        Share limit = config.budget().cpu();
        if (limit == null) {
            return null;
        }
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        config.enabledGroups().forEach(group -> types.addAll(group.produces()));
        return new BudgetWatch(
                settings.id(),
                new Budget(
                        limit.fraction(),
                        config.budget(),
                        ProbeGroup.families(config.requiredGroups()),
                        config.partialTypes()),
                config.budget(),
                config.sampling().toEventSampling(),
                drain,
                opened.sampling(),
                new DeliverySwitch(
                        settings.id(),
                        opened.partials(),
                        partials == null ? Set.of() : partials.foldedTypes(),
                        windowBorders()),
                new ProcessCpuTime(),
                settings.meter(),
                types,
                settings.clock().monotonicNanos());
    }

    private @Nullable PartialDrain newPartialDrain(Partials partials) {
        PartialOptions options = partials.options();
        if (options.isNone()) {
            return null;
        }
        if (!options.types().isEmpty()) {
            LOG.atInfo().log(
                    "{}: added up in the kernel: {}; other events are told one by one",
                    settings.id(),
                    options.types().stream().map(EventType::label).sorted().collect(Collectors.joining(", ")));
        }
        Cells cells = new Cells(
                new Cells.Table() {
                    @Override
                    public void end(long cell, long nanos) {
                        partials.end(cell, nanos);
                    }

                    @Override
                    public void oldest(long cell) {
                        partials.oldest(cell);
                    }
                },
                windowBorders(),
                config.partialGrace().toNanos());
        PartialDrain drain = new PartialDrain(
                partials,
                cells,
                new EventBatch(config.batchSize()),
                settings.meter()
                        .counter(
                                "folded_events",
                                "{event}",
                                "Events added up for __other__ because partial_keys were in use; raise it. Totals are whole."));
        drain.begin(settings.clock().monotonicNanos());
        return drain;
    }

    private WindowBorders windowBorders() {
        return settings.services().find(WindowBorders.class).orElseGet(WindowBorders::new);
    }

    /** Costs each run of each program of the host something, so only who asks for details gets it. */
    private @Nullable ProgramFigures measurePrograms() {
        if (!settings.meter().isDetailed()) {
            return null;
        }
        try {
            stats = RunTimeStats.enable();
            return new ProgramFigures(settings.meter());
        } catch (BpfException e) {
            LOG.atWarn().log("{}: run times of programs are not measured: {}", settings.id(), e.getMessage());
            return null;
        }
    }

    /** The programs go first, while the rings are still drained: what they wrote is handed on, and nothing comes after it. */
    @Override
    public void close() {
        if (cycle != null) {
            cycle.detach();
        }
        if (worker != null) {
            worker.close();
            worker = null;
            handOnTheRest();
        }
        cycle = null;
        if (rings != null) {
            rings.close();
            rings = null;
        }
        if (stats != null) {
            stats.close();
            stats = null;
        }
    }

    private void handOnTheRest() {
        if (cycle == null) {
            return;
        }
        try {
            cycle.drainToEnd();
        } catch (BpfException e) {
            LOG.atWarn().setCause(e).log("{}: the last events are lost", settings.id());
        }
    }
}
