package io.borescope.receiver.ebpf;

import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Stage;
import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.AttachedProbes.Refusal;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.RingOptions;
import io.borescope.bpf.TrackerOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Creates the rings, loads and attaches every enabled probe group, says in which way, and takes all of it back. */
final class ProbesCheck implements Check {
    private static final int EPERM = 1;

    private final EbpfReceiverConfig config;

    ProbesCheck(EbpfReceiverConfig config) {
        this.config = config;
    }

    @Override
    public Stage stage() {
        return Stage.PROBES;
    }

    @Override
    public void run(CheckSettings settings, Consumer<Finding> findings) {
        try (EventRings rings = EventRings.open(config.ringOptions())) {
            findings.accept(Finding.ok("rings", describe(config.ringOptions())));
            attach(rings, findings);
        } catch (BpfException e) {
            findings.accept(
                    Finding.failed("rings", "%s: %s".formatted(describe(config.ringOptions()), e.cause()), e.remedy()));
        }
    }

    private String describe(RingOptions options) {
        return "%d of %s, and %d KiB for rare events"
                .formatted(options.rings(), config.ringBufferSize(), options.rareBytes() >> 10);
    }

    private void attach(EventRings rings, Consumer<Finding> findings) {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults())) {
            findings.accept(Finding.ok("process tracker", "attached"));
            try (AttachedProbes probes = AttachedProbes.attach(rings, tracker, config.probeOptions())) {
                report(config.enabledGroups(), probes.attached(), probes.refusals(), findings);
            }
        } catch (BpfException e) {
            findings.accept(Finding.failed("process tracker", e.cause(), e.remedy()));
        }
    }

    /** One finding per group. A group that is missing leaves the others at work, unless there are no others. */
    static void report(
            Iterable<ProbeGroup> groups,
            Map<ProbeGroup, String> attached,
            List<Refusal> refusals,
            Consumer<Finding> findings) {
        for (ProbeGroup group : groups) {
            List<Refusal> refused = refusals.stream()
                    .filter(refusal -> refusal.group() == group)
                    .toList();
            String way = attached.get(group);
            if (way != null) {
                findings.accept(Finding.ok(
                        group.label(), refused.isEmpty() ? way : "%s; %s".formatted(way, describe(refused))));
            } else {
                findings.accept(new Finding(
                        group.label(),
                        attached.isEmpty() ? Outcome.FAILED : Outcome.WARNING,
                        describe(refused),
                        remedy(group, refused)));
            }
        }
    }

    private static String describe(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> "%s refused (%s)".formatted(refusal.way(), refusal.cause()))
                .collect(Collectors.joining("; "));
    }

    /** The preferred way's: it is the one to mend. The host has been found fit, so EPERM is not for want of a privilege of ours. */
    private static String remedy(ProbeGroup group, List<Refusal> refused) {
        String silence = "To do without it: probes.%s.enabled: false.".formatted(group.label());
        if (refused.stream().allMatch(refusal -> refusal.errno() == EPERM)) {
            return "This kernel lets nobody use these hooks; the usual ones have CONFIG_KPROBES=y and CONFIG_FUNCTION_TRACER=y. "
                    + silence;
        }
        String remedy = refused.getFirst().remedy();
        return remedy.isEmpty() ? silence : remedy + " " + silence;
    }
}
