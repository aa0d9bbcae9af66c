package io.borescope.receiver.ebpf;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import io.borescope.api.diagnosis.Subject;
import io.borescope.api.event.EventType;
import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.KnownCalls;
import io.borescope.bpf.ProbeOptions;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.TrackerOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sees whether what happens arrives: makes system calls of a known number itself and compares, then counts what arrives of the process that
 * the user asks about.
 */
final class EventsCheck implements Check {
    private static final int REST_MILLIS = 50;
    private static final int NO_THREAD = 0;

    private final EbpfReceiverConfig config;

    EventsCheck(EbpfReceiverConfig config) {
        this.config = config;
    }

    @Override
    public Stage stage() {
        return Stage.EVENTS;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) throws InterruptedException {
        // Every event, whatever is configured to be sampled: the counts are compared.
        ProbeOptions options = ProbeOptions.of(config.enabledGroups()).withCpuTick(config.cpuTick());
        try (EventRings rings = EventRings.open(config.ringOptions());
                ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                AttachedProbes probes = AttachedProbes.attach(rings, tracker, options)) {
            compareKnownCalls(rings, tracker, probes, findings);
            Optional<Subject> subject = settings.subject();
            if (subject.isPresent()) {
                observe(subject.get(), rings, tracker, findings);
            }
            tellSkippedRuns(probes.skippedRuns(), findings);
        } catch (BpfException e) {
            findings.accept(Finding.failed("events", e.cause(), e.remedy()));
        }
    }

    /** The calls are over when the rings are read, and the programs write within the call: nothing is waited for. */
    private static void compareKnownCalls(
            EventRings rings, ProcessTracker tracker, AttachedProbes probes, Consumer<Finding> findings)
            throws BpfException {
        int own = Math.toIntExact(ProcessHandle.current().pid());
        try (KnownCalls calls = KnownCalls.prepare()) {
            tracker.track(own, false);
            calls.make(); // not counted: the first calls load classes, which are read from files by this thread
            ArrivedEvents before = new ArrivedEvents(calls.tid());
            before.drain(rings);
            ArrivedEvents arrived = new ArrivedEvents(calls.tid());
            calls.make();
            tracker.untrack(own);
            arrived.drain(rings);
            long[] lost = lost(rings);
            for (EventType type : KnownCalls.types()) {
                if (probes.tells(type)) {
                    findings.accept(compare(type, KnownCalls.EACH, arrived.ofThread(type), lost[type.id()]));
                }
            }
        }
    }

    static Finding compare(EventType type, long made, long arrived, long lost) {
        String found = "%,d of %,d arrived".formatted(Math.min(arrived, made), made);
        if (arrived == made) {
            return Finding.ok(type.label(), found);
        }
        if (arrived > made) {
            return Finding.ok(type.label(), "%s, and %,d of the JVM's own".formatted(found, arrived - made));
        }
        if (arrived == 0 && lost == 0) {
            return Finding.failed(
                    type.label(),
                    found,
                    "The program is attached and tells nothing. Please report this, with what borescope doctor --json prints.");
        }
        return Finding.warning(
                type.label(),
                lost == 0 ? found : "%s, %,d lost".formatted(found, lost),
                lost == 0
                        ? "Some kernels skip programs on a busy host: see skipped runs below, and docs/kernels.md."
                        : "The ring was full: raise ring_buffer_size.");
    }

    private static void observe(Subject subject, EventRings rings, ProcessTracker tracker, Consumer<Finding> findings)
            throws BpfException, InterruptedException {
        String name = "process " + subject.pid();
        if (tracker.track(subject.pid(), true) == 0) {
            findings.accept(Finding.failed(name, "there is no such process", "Give the id of a running process."));
            return;
        }
        long lostBefore = Arrays.stream(lost(rings)).sum();
        ArrivedEvents arrived = new ArrivedEvents(NO_THREAD);
        long start = System.nanoTime();
        subject.begin().run();
        boolean goesOn;
        do {
            rings.waiter().await(REST_MILLIS);
            goesOn = isAlive(subject.pid())
                    && System.nanoTime() - start < subject.observation().toNanos();
            arrived.drain(rings);
        } while (goesOn);
        tracker.untrack(subject.pid());
        findings.accept(describe(name, arrived));
        long lost = Arrays.stream(lost(rings)).sum() - lostBefore;
        if (lost > 0) {
            findings.accept(Finding.warning("lost events", "%,d".formatted(lost), "Raise ring_buffer_size."));
        }
    }

    private static boolean isAlive(int pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static Finding describe(String name, ArrivedEvents arrived) {
        String events = arrived.describeWithout(Set.of());
        return events.isEmpty()
                ? Finding.warning(
                        name,
                        "no event arrived",
                        "It may just have slept: let it do something, or give it longer with --observe 10s.")
                : Finding.ok(name, events);
    }

    private static long[] lost(EventRings rings) throws BpfException {
        long[] lost = new long[EventRings.EVENT_TYPES];
        rings.lost(lost);
        return lost;
    }

    static void tellSkippedRuns(long skipped, Consumer<Finding> findings) {
        findings.accept(
                skipped == 0
                        ? Finding.ok("skipped runs", "none")
                        : Finding.warning(
                                "skipped runs",
                                "%,d; each may have been an event that no count of loss knows".formatted(skipped),
                                "This kernel preempts programs and skips runs meanwhile: see docs/kernels.md for kernels that do not."));
    }
}
