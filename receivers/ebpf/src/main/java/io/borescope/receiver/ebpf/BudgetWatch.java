package io.borescope.receiver.ebpf;

import io.borescope.api.component.ComponentId;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Meter;
import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.RunTimeStats;
import io.borescope.bpf.SamplingLevels;
import io.borescope.receiver.ebpf.Budget.Step;
import io.borescope.receiver.ebpf.CpuUse.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what the agent and the programs use, asks the {@link Budget} what to do, and does it. Belongs to the receiver's thread; figures are read
 * by any.
 *
 * <p>The agent's CPU time is always known. Run times of programs are measured in turns, a tenth of each second, as measuring makes every run of every
 * program of the host dearer; the turns move through the second, so that no rhythm of the host hides from them.
 */
final class BudgetWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetWatch.class);

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long TURN_NANOS = SECOND_NANOS / 10;
    private static final long LAST_TURN_NANOS = SECOND_NANOS - 2 * TURN_NANOS;

    /** Parts of a second from one turn to the next, see https://en.wikipedia.org/wiki/Low-discrepancy_sequence. */
    private static final double GOLDEN_RATIO = 0.618_033_988_749_895;

    private final ComponentId id;
    private final Budget budget;
    private final RingDrain drain;
    private final SamplingLevels programs;
    private final DeliverySwitch deliveries;
    private final LongSupplier processNanos;
    private final Counter addedUp;
    private final Counter toldOneByOne;
    private final Counter raised;
    private final Counter lowered;
    private final Counter detachedSteps;
    private final Counter attachedSteps;
    private final Map<String, Set<ProbeGroup>> detached = new HashMap<>();
    private final long[] toldBefore = new long[EventType.ID_LIMIT];
    private final long warmUntilNanos;
    private EventSampling sampling;
    private @Nullable RunTimeStats turn;
    private boolean cannotMeasure;
    private boolean isTurn;
    private double phase;
    private long turnNanos;
    private long beganNanos;
    private long processBefore;
    private Map<String, Long> runBefore = Map.of();
    private Map<String, Double> shares = Map.of();
    private volatile long agentUse;
    private volatile long programsUse;
    private volatile boolean measured;
    private final AtomicIntegerArray shownLevels = new AtomicIntegerArray(EventType.ID_LIMIT);
    private final AtomicIntegerArray shownAddedUp = new AtomicIntegerArray(EventType.ID_LIMIT);
    private volatile int detachedGroups;

    /**
     * @param sampling as configured
     * @param programs where the programs read what they are to tell
     * @param deliveries how they are to tell it
     * @param processNanos CPU time of the agent's process so far
     * @param types that may be told
     * @param now monotonic time
     */
    BudgetWatch(
            ComponentId id,
            Budget budget,
            BudgetConfig config,
            EventSampling sampling,
            RingDrain drain,
            SamplingLevels programs,
            DeliverySwitch deliveries,
            LongSupplier processNanos,
            Meter meter,
            Set<EventType> types,
            long now) {
        this.id = id;
        this.budget = budget;
        this.sampling = sampling;
        this.drain = drain;
        this.programs = programs;
        this.deliveries = deliveries;
        this.processNanos = processNanos;
        this.warmUntilNanos = now + config.warmUp().toNanos();
        programs.set(sampling);
        this.addedUp = steps(meter, "added_up");
        this.toldOneByOne = steps(meter, "told_one_by_one");
        this.raised = steps(meter, "sampling_raised");
        this.lowered = steps(meter, "sampling_lowered");
        this.detachedSteps = steps(meter, "detached");
        this.attachedSteps = steps(meter, "attached");
        register(meter, config, types);
        begin(now);
    }

    private static Counter steps(Meter meter, String step) {
        return meter.with("step", step)
                .counter("budget_steps", "{step}", "What was done to keep to budget.cpu, and taken back again.");
    }

    private void register(Meter meter, BudgetConfig config, Set<EventType> types) {
        long limit = config.cpu() == null ? 0 : Math.round(config.cpu().fraction() * SECOND_NANOS);
        meter.gauge("budget_limit", "ns/s", "The CPU time that may be used, of one core.", () -> limit);
        meter.gauge("budget_agent_use", "ns/s", "CPU time of the agent's process in the last second.", () -> agentUse);
        meter.gauge(
                "budget_programs_use",
                "ns/s",
                "Run time of this receiver's programs on all CPUs, measured in a tenth of the last second; 0 if it cannot be measured.",
                () -> programsUse);
        meter.gauge(
                "budget_programs_measured",
                "1",
                "1 if run times of programs can be measured, else 0: then they are not in the budget.",
                () -> measured ? 1 : 0);
        meter.gauge(
                "budget_detached",
                "{group}",
                "Probe groups that are detached to keep to budget.cpu.",
                () -> detachedGroups);
        for (EventType type : types) {
            meter.with("event", type.label())
                    .gauge(
                            "budget_level",
                            "1",
                            "How often what is told of a type of events was halved to keep to budget.cpu.",
                            () -> shownLevels.get(type.id()));
            meter.with("event", type.label())
                    .gauge(
                            "budget_added_up",
                            "1",
                            "1 if a type of events is added up in the kernel to keep to budget.cpu, else 0.",
                            () -> shownAddedUp.get(type.id()));
        }
    }

    private void begin(long now) {
        beganNanos = now;
        processBefore = processNanos.getAsLong();
        System.arraycopy(drain.told(), 0, toldBefore, 0, toldBefore.length);
        phase = (phase + GOLDEN_RATIO) % 1;
        turnNanos = now + (long) (phase * LAST_TURN_NANOS);
    }

    /** Whether {@link #work} has something to do. */
    boolean isDue(long now) {
        return untilDue(now) <= 0;
    }

    /** Nanoseconds until that, so that a turn is no longer than it should be. */
    long untilDue(long now) {
        return (isTurn ? turnNanos + TURN_NANOS : Math.min(turnNanos, beganNanos + SECOND_NANOS)) - now;
    }

    /**
     * Measures, and once a second decides.
     *
     * @return whether probes were attached or detached, or something else changed that the status tells
     */
    boolean work(long now, AttachedProbes probes) throws BpfException {
        if (isTurn) {
            endTurn(now, probes);
        } else if (turnNanos != Long.MAX_VALUE && now - turnNanos >= 0) {
            beginTurn(now, probes);
        }
        return !isTurn && now - beganNanos >= SECOND_NANOS && decide(now, probes);
    }

    private void beginTurn(long now, AttachedProbes probes) throws BpfException {
        try {
            turn = cannotMeasure ? null : RunTimeStats.enable();
        } catch (BpfException e) {
            cannotMeasure = true;
            LOG.atInfo().log(
                    "{}: budget.cpu counts the agent's own CPU time only, unless kernel.bpf_stats_enabled is 1: {}",
                    id,
                    e.getMessage());
        }
        isTurn = true;
        turnNanos = now;
        runBefore = runNanos(probes);
    }

    private static Map<String, Long> runNanos(AttachedProbes probes) throws BpfException {
        Map<String, Long> nanos = new HashMap<>();
        for (String family : probes.families().keySet()) {
            nanos.put(family, probes.runNanos(family));
        }
        return nanos;
    }

    private void endTurn(long now, AttachedProbes probes) throws BpfException {
        Map<String, Long> after = runNanos(probes);
        closeTurn();
        Map<String, Double> measuredShares = new HashMap<>();
        after.forEach((family, nanos) -> measuredShares.put(
                family, (double) (nanos - runBefore.getOrDefault(family, nanos)) / (now - turnNanos)));
        shares = measuredShares;
        measured = !cannotMeasure || shares.values().stream().anyMatch(share -> share > 0);
        turnNanos = Long.MAX_VALUE;
    }

    private void closeTurn() {
        isTurn = false;
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }

    private boolean decide(long now, AttachedProbes probes) throws BpfException {
        CpuUse use = use(now, probes);
        agentUse = Math.round(use.agent() * SECOND_NANOS);
        programsUse = Math.round(use.programs() * SECOND_NANOS);
        begin(now);
        if (now - warmUntilNanos < 0) {
            return false;
        }
        boolean wasHelpless = budget.isHelpless();
        List<Step> decided = budget.look(use, deliveries.summable(now));
        for (Step step : decided) {
            take(step, use, probes);
        }
        if (!decided.isEmpty()) {
            programs.set(sampling, deliveries.addedUp());
            drain.sampling(sampling);
        }
        return !decided.isEmpty() || wasHelpless != budget.isHelpless();
    }

    private CpuUse use(long now, AttachedProbes probes) {
        double seconds = (double) (now - beganNanos) / SECOND_NANOS;
        Map<EventType, Double> told = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            told.put(type, (drain.told()[type.id()] - toldBefore[type.id()]) / seconds);
        }
        List<Family> families = new ArrayList<>();
        probes.families().forEach((name, groups) -> {
            Set<EventType> types = EnumSet.noneOf(EventType.class);
            groups.forEach(group -> types.addAll(group.produces()));
            families.add(new Family(name, shares.getOrDefault(name, 0.0), types));
        });
        double agent = (double) (processNanos.getAsLong() - processBefore) / (now - beganNanos);
        return new CpuUse(agent, families, told);
    }

    private void take(Step step, CpuUse use, AttachedProbes probes) {
        switch (step) {
            case Step.Deliver deliver -> deliver(deliver, use);
            case Step.Sample sample -> sample(sample, use);
            case Step.Detach detach -> {
                Set<ProbeGroup> groups = probes.detach(detach.family());
                detached.put(detach.family(), groups);
                tell(use, "detached: %s".formatted(labels(groups)));
                detachedSteps.add(1);
            }
            case Step.Attach attach -> {
                Set<ProbeGroup> groups = detached.getOrDefault(attach.family(), Set.of());
                detached.remove(attach.family());
                probes.attachAgain(groups);
                tell(use, "attached again: %s".formatted(labels(groups)));
                attachedSteps.add(1);
            }
        }
        detachedGroups = detachedGroups().size();
    }

    private void deliver(Step.Deliver deliver, CpuUse use) {
        EventType type = deliver.type();
        boolean partials = deliver.delivery() == Delivery.PARTIALS;
        if (deliveries.deliver(type, deliver.delivery())) {
            shownAddedUp.set(type.id(), partials ? 1 : 0);
            String oneByOne = deliveries.isFolded(type)
                    ? "told one by one, and stays so: partial_keys were not enough for it"
                    : "told one by one again";
            tell(use, "from now on %s is %s".formatted(type.label(), partials ? "added up in the kernel" : oneByOne));
            (partials ? addedUp : toldOneByOne).add(1);
        }
    }

    private void sample(Step.Sample sample, CpuUse use) {
        sampling = sampling.withLevel(sample.type(), sample.to());
        shownLevels.set(sample.type().id(), sample.to());
        tell(
                use,
                "told of %s from now on: one of %d (before: %d)"
                        .formatted(sample.type().label(), 1 << sample.to(), 1 << sample.from()));
        (sample.to() > sample.from() ? raised : lowered).add(1);
    }

    private void tell(CpuUse use, String what) {
        LOG.atInfo().log(
                "{}: budget.cpu: used {} of a core, {} by the agent and {} by programs; {}",
                id,
                percent(use.total()),
                percent(use.agent()),
                percent(use.programs()),
                what);
    }

    private static String percent(double share) {
        return "%.2f%%".formatted(share * 100);
    }

    private static String labels(Set<ProbeGroup> groups) {
        return String.join(", ", groups.stream().map(ProbeGroup::label).toList());
    }

    /** Groups that are detached to keep to the budget. */
    Set<ProbeGroup> detachedGroups() {
        Set<ProbeGroup> groups = new HashSet<>();
        detached.values().forEach(groups::addAll);
        return groups;
    }

    /** The probes are others now, all of them attached. */
    void attachedAnew() {
        closeTurn();
        turnNanos = Long.MAX_VALUE;
        detached.clear();
        detachedGroups = 0;
        shares = Map.of();
        budget.attachedAnew();
    }

    /** What is being done, for the status; empty if nothing is. */
    String describe() {
        return budget.describe();
    }

    /** Measures no more. */
    void close() {
        closeTurn();
    }
}
