package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.AttachedProbes.Refusal;
import io.borescope.testing.Workload;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One way to observe one probe group, proven on the running kernel: a workload whose truth is known from elsewhere, and what was
 * measured. What comes out is printed, a line each, so that the runs on other kernels make a table of it.
 *
 * @param group what is observed
 * @param way how
 */
record Proof(ProbeGroup group, String way) {
    /** Every way of these groups. */
    static Stream<Proof> ofEveryWay(ProbeGroup... groups) {
        return Stream.of(groups).flatMap(group -> group.wayNames().stream().map(way -> new Proof(group, way)));
    }

    /** Lets a workload run while its group is observed in this way alone; skips the test, and says why, if the kernel refuses it. */
    Observation observe(Workload workload, ProbeOptions options) throws Exception {
        return Observation.of(workload, accepted(options));
    }

    /** These options with this way alone; skips the test, and says why, if the kernel refuses it. */
    ProbeOptions accepted(ProbeOptions options) throws BpfException {
        requireAccepted();
        return options.withWay(group, way);
    }

    /** Skips the test, and says why, if the kernel refuses this way or is known to miss events there. */
    void requireAccepted() throws BpfException {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes probes = AttachedProbes.attach(
                        rings, tracker, ProbeOptions.of(group).withWay(group, way))) {
            if (!probes.missing().isEmpty()) {
                Refusal refusal = probes.refusals().getFirst();
                print("refused " + Errno.nameOf(refusal.errno()));
                Assumptions.abort("%s by %s is refused: %s".formatted(group.label(), way, refusal.cause()));
            }
            if (isSkippedByPreemption()) {
                print("inexact preemption");
                Assumptions.abort("%s by %s is skipped now and then: programs are preempted on this kernel"
                        .formatted(group.label(), way));
            }
        }
    }

    /** There is a better way then. Where there is none, it has to be exact all the same. */
    private boolean isSkippedByPreemption() {
        return Preemption.atTracepoints()
                && group.ways().stream().anyMatch(other -> !other.isPreemptible())
                && group.ways().stream()
                        .filter(Way::isPreemptible)
                        .anyMatch(mine -> mine.name().equals(way));
    }

    /** Says what was measured, and fails unless it is the truth. */
    void isExactly(long truth, long measured) {
        print("measured %d truth %d".formatted(measured, truth));
        assertThat(measured).as(toString()).isEqualTo(truth);
    }

    /** Says what was measured, and fails unless it is the truth or not further away than {@code tolerance}. */
    void isWithin(long tolerance, long truth, long measured) {
        print("measured %d truth %d within %d".formatted(measured, truth, tolerance));
        assertThat(measured).as(toString()).isBetween(truth - tolerance, truth + tolerance);
    }

    private void print(String outcome) {
        System.out.printf("PROOF %s %s %s%n", group.label(), way, outcome);
    }

    @Override
    public String toString() {
        return "%s by %s".formatted(group.label(), way);
    }
}
