package io.borescope.bpf;

import java.time.Duration;

/** Attaches everything and waits for its end. */
final class KilledAgent {
    private KilledAgent() {}

    @SuppressWarnings({"resource", "try"})
    static void main() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE));
                AttachedProbes _ = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SCHEDULER))) {
            tracker.track(Math.toIntExact(ProcessHandle.current().pid()), true);
            System.out.println("ready");
            Thread.sleep(Duration.ofMinutes(1));
        }
    }
}
