package io.borescope.receiver.ebpf;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.StartException;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.time.EngineClock;
import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.CallingThread;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProcessTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiver's thread: attaches the programs whenever a process tracker has been announced, else drains the rings. The programs may be
 * detached by another thread, so that the rings are still drained meanwhile.
 */
final class EbpfCycle implements DutyCycle {
    private static final Logger LOG = LoggerFactory.getLogger(EbpfCycle.class);

    /**
     * The programs wake the thread when a ring is filled to a quarter; below that, this bounds an event's age. Short enough for people who
     * watch, long enough for an idle host: each end of a rest costs a tenth of a millisecond of processor time.
     */
    private static final int REST_MILLIS = 250;

    /** How often the kernel is asked what it left out; the question is a call per program. */
    private static final long SKIPPED_PERIOD_NANOS = 1_000_000_000;

    private final ComponentId id;
    private final EbpfReceiverConfig config;
    private final EventRings rings;
    private final RingSource source;
    private final RingDrain drain;
    private final @Nullable PartialDrain partials;
    private final EngineClock clock;
    private final StatusReporter status;
    private final @Nullable ProgramFigures programs;
    private final @Nullable BudgetWatch budget;
    private final AtomicReference<@Nullable ProcessTracker> announced = new AtomicReference<>();
    private final Object attaching = new Object();
    private @Nullable AttachedProbes probes;
    private boolean detached;
    private boolean hasTurns;
    private long askSkippedNanos;
    private volatile Map<ProbeGroup, String> attachedWays = Map.of();
    private volatile int refusedWays;
    private volatile long skippedRuns;

    /**
     * @param partials moves what the kernel adds up; null if it adds nothing up
     * @param programs shows what programs cost; null if nobody wants to know
     * @param budget keeps to a budget; null if there is none
     */
    EbpfCycle(
            ComponentId id,
            EbpfReceiverConfig config,
            EventRings rings,
            RingSource source,
            RingDrain drain,
            @Nullable PartialDrain partials,
            EngineClock clock,
            StatusReporter status,
            @Nullable ProgramFigures programs,
            @Nullable BudgetWatch budget) {
        this.id = id;
        this.config = config;
        this.rings = rings;
        this.source = source;
        this.drain = drain;
        this.partials = partials;
        this.clock = clock;
        this.status = status;
        this.programs = programs;
        this.budget = budget;
    }

    /** Tells of a tracker, the first one or its successor. Any thread. */
    void announce(ProcessTracker tracker) {
        if (!config.tellsExits()) {
            tracker.withholdExits();
        }
        announced.set(tracker);
        wakeUp();
    }

    /** Probe groups whose programs run, and in which way. Any thread. */
    Map<ProbeGroup, String> attachedWays() {
        return attachedWays;
    }

    /** Ways of probe groups that the kernel did not take. Any thread. */
    int refusedWays() {
        return refusedWays;
    }

    @Override
    public int doWork() throws BpfException, StartException {
        if (!hasTurns) {
            hasTurns = true;
            takeTurnsFirst();
        }
        long now = clock.monotonicNanos();
        int attached = attachIfAnnounced() ? 1 : 0;
        if (now - askSkippedNanos >= 0) {
            askSkippedNanos = now + SKIPPED_PERIOD_NANOS;
            askSkipped();
        }
        if (budget != null && budget.isDue(now)) {
            keepToBudget(budget, now);
        }
        return attached + drain(now);
    }

    /** A ring holds what a busy CPU makes in some hundredths of a second, and a thread may wait longer for a turn among others. */
    private void takeTurnsFirst() {
        try {
            CallingThread.nice(config.nice());
        } catch (BpfException e) {
            LOG.atDebug().log("{}: {}; on a busy host events may be lost (nice)", id, e.getMessage());
        }
    }

    private int drain(long now) throws BpfException {
        if (partials == null) {
            return drain.drain(now);
        }
        partials.follow(clock.monotonicNanos()); // attaching and the budget may have taken long
        return drain.drain(now) + partials.drain(now, drain.watermark(), drain::handOnBeside);
    }

    private void keepToBudget(BudgetWatch watch, long now) throws BpfException {
        synchronized (attaching) {
            if (probes != null && watch.work(now, probes)) {
                attachedWays = Map.copyOf(probes.attached());
                refusedWays = probes.refusals().size();
                reportStatus();
            }
        }
    }

    /** What is wrong, all of it. */
    private void reportStatus() {
        List<String> troubles = new ArrayList<>();
        if (probes != null) {
            ProbeReport report = ProbeReport.of(probes, budget == null ? Set.of() : budget.detachedGroups());
            if (!report.missing().isEmpty()) {
                troubles.add(report.missingSummary());
            }
        }
        if (skippedRuns > 0) {
            troubles.add(
                    "this kernel preempts programs and skips runs meanwhile, so events are missing; see skipped_runs");
        }
        if (budget != null && !budget.describe().isEmpty()) {
            troubles.add(budget.describe());
        }
        if (troubles.isEmpty()) {
            status.ok();
        } else {
            status.recoverable(String.join("\n", troubles));
        }
    }

    private void askSkipped() throws BpfException {
        synchronized (attaching) {
            long skipped = probes == null ? 0 : probes.skippedRuns();
            boolean begins = skipped > 0 && skippedRuns == 0;
            skippedRuns = skipped;
            if (begins) {
                reportStatus();
            }
            if (programs != null && probes != null) {
                programs.update(probes.programRuns());
            }
        }
    }

    /** Runs of the attached programs that the kernel left out, as of the last second. Any thread. */
    long skippedRuns() {
        return skippedRuns;
    }

    /**
     * Attaches the programs if a tracker has been announced since; those that filter by its predecessor are detached.
     *
     * @throws StartException if nothing can be attached, or not what is required
     */
    boolean attachIfAnnounced() throws StartException {
        ProcessTracker tracker = announced.getAndSet(null);
        if (tracker == null) {
            return false;
        }
        synchronized (attaching) {
            if (!detached) {
                closeProbes();
                AttachedProbes attached = AttachedProbes.attach(rings, tracker, config.probeOptions());
                probes = attached;
                attachedWays = Map.copyOf(attached.attached());
                refusedWays = attached.refusals().size();
                if (budget != null) {
                    budget.attachedAnew();
                }
                report(ProbeReport.of(attached, Set.of()));
            }
        }
        return true;
    }

    private void report(ProbeReport report) throws StartException {
        if (report.attached().isEmpty()) {
            throw new StartException(
                    "no program can be attached.\n" + String.join("\n", report.missingLines(report.missing())));
        }
        List<String> required = report.missingLines(config.requiredGroups());
        if (!required.isEmpty()) {
            throw new StartException(
                    "a required probe group cannot be attached. Without required: true the others would run.\n"
                            + String.join("\n", required));
        }
        Stream.of(
                        report.attachedLines(),
                        report.detourLines(),
                        config.dependencies().notes())
                .flatMap(List::stream)
                .forEach(line -> LOG.atInfo().log("{}: {}", id, line));
        report.missingLines(report.missing()).forEach(line -> LOG.atWarn().log("{}: not attached: {}", id, line));
        reportStatus();
    }

    private void closeProbes() {
        if (probes != null) {
            probes.close();
            probes = null;
        }
        attachedWays = Map.of();
    }

    /** Detaches the programs for good; after that nothing new comes into the rings. Any thread. */
    void detach() {
        synchronized (attaching) {
            detached = true;
            if (budget != null) {
                budget.close();
            }
            closeProbes();
        }
    }

    /** Hands on what is left. Only after {@link #detach()} and the end of the thread. */
    void drainToEnd() throws BpfException {
        long now = clock.monotonicNanos();
        try {
            if (partials != null) {
                partials.drainToEnd(now, drain.watermark(), drain::handOnBeside);
            }
        } finally {
            drain.drainToEnd(now);
        }
    }

    @Override
    public void idle() {
        source.await(budget == null || attachedWays.isEmpty() ? REST_MILLIS : restMillis(budget));
    }

    private int restMillis(BudgetWatch watch) {
        long millis = TimeUnit.NANOSECONDS.toMillis(watch.untilDue(clock.monotonicNanos()));
        return Math.clamp(millis, 1, REST_MILLIS);
    }

    @Override
    public void wakeUp() {
        source.wakeUp();
    }
}
