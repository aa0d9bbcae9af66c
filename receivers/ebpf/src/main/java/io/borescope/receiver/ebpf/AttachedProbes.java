package io.borescope.receiver.ebpf;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.Probe;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.SchedProbe;
import io.borescope.bpf.SyscallProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The programs that are attached now. What could not be attached is known with its cause; the rest runs. Not thread-safe. */
final class AttachedProbes implements AutoCloseable {
    private final List<Probe> probes = new ArrayList<>();
    private final Set<ProbeGroup> attached = EnumSet.noneOf(ProbeGroup.class);
    private final List<String> failures = new ArrayList<>();

    private AttachedProbes() {}

    /** No programs. */
    static AttachedProbes none() {
        return new AttachedProbes();
    }

    /** Attaches the programs of these groups, as many as the kernel lets. */
    static AttachedProbes attach(EventRings rings, ProcessTracker tracker, Set<ProbeGroup> groups, Duration cpuTick) {
        AttachedProbes result = new AttachedProbes();
        Set<ProbeGroup> syscalls = EnumSet.noneOf(ProbeGroup.class);
        syscalls.addAll(groups);
        syscalls.remove(ProbeGroup.SCHEDULER);
        if (!syscalls.isEmpty()) {
            int[] types =
                    syscalls.stream().mapToInt(group -> group.produces().id()).toArray();
            result.attach(syscalls, () -> SyscallProbe.open(rings, tracker, types));
        }
        if (groups.contains(ProbeGroup.SCHEDULER)) {
            result.attach(Set.of(ProbeGroup.SCHEDULER), () -> SchedProbe.open(rings, tracker, cpuTick));
        }
        return result;
    }

    private void attach(Set<ProbeGroup> groups, Opening opening) {
        try {
            probes.add(opening.open());
            attached.addAll(groups);
        } catch (BpfException e) {
            failures.add(labels(groups) + ": " + e.getMessage());
        }
    }

    /** Names of groups, for messages. */
    static String labels(Set<ProbeGroup> groups) {
        return groups.stream().map(ProbeGroup::label).collect(Collectors.joining(", "));
    }

    /** The groups whose programs run. */
    Set<ProbeGroup> attached() {
        return attached;
    }

    /** What could not be attached and why, a sentence with the remedy per kind of program; empty if everything was. */
    List<String> failures() {
        return failures;
    }

    /** See {@link Probe#skippedRuns()}. */
    long skippedRuns() throws BpfException {
        long sum = 0;
        for (Probe probe : probes) {
            sum += probe.skippedRuns();
        }
        return sum;
    }

    /** Detaches. What lies in the rings stays there. */
    @Override
    public void close() {
        probes.reversed().forEach(Probe::close);
        probes.clear();
        attached.clear();
    }

    @FunctionalInterface
    private interface Opening {
        /** Loads and attaches. */
        Probe open() throws BpfException;
    }
}
