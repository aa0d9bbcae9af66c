package io.borescope.bpf;

import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to attach. Immutable; begin with {@link #of} and change what is not as usual.
 *
 * @param groups what to observe; not empty
 * @param cpuTick how often a thread that stays on its CPU is charged; at least 1 ms
 * @param sampling of event types; those that are missing are told in full
 * @param calls system calls by name for the groups that are not to have their usual ones; each in one group only
 * @param ways the only way to try for a group, by its name; those that are missing have all of theirs
 * @param inFlight places for threads in a system call, a power of two; more threads at a time cost more
 */
public record ProbeOptions(
        Set<ProbeGroup> groups,
        Duration cpuTick,
        Map<EventType, Sampling> sampling,
        Map<ProbeGroup, List<String>> calls,
        Map<ProbeGroup, String> ways,
        int inFlight) {
    private static final Duration USUAL_CPU_TICK = Duration.ofMillis(20);

    /** As in syscalls.h. */
    private static final int MOST_IN_FLIGHT = 65_536;

    public ProbeOptions {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("no probe groups");
        }
        if (cpuTick.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("a tick is at least 1 ms: " + cpuTick);
        }
        SyscallTable.groupsByCall(groups, calls);
        groups = Set.copyOf(groups);
        sampling = Map.copyOf(sampling);
        calls = Map.copyOf(calls);
        ways = Map.copyOf(ways);
    }

    /** These groups, as usual. */
    public static ProbeOptions of(Set<ProbeGroup> groups) {
        return new ProbeOptions(groups, USUAL_CPU_TICK, Map.of(), Map.of(), Map.of(), MOST_IN_FLIGHT);
    }

    /** These groups, as usual. */
    public static ProbeOptions of(ProbeGroup first, ProbeGroup... others) {
        return of(EnumSet.of(first, others));
    }

    /** The same with another tick. */
    public ProbeOptions withCpuTick(Duration tick) {
        return new ProbeOptions(groups, tick, sampling, calls, ways, inFlight);
    }

    /** The same with some event types sampled. */
    public ProbeOptions withSampling(Map<EventType, Sampling> types) {
        return new ProbeOptions(groups, cpuTick, types, calls, ways, inFlight);
    }

    /** The same with other system calls for some groups. */
    public ProbeOptions withCalls(Map<ProbeGroup, List<String>> names) {
        return new ProbeOptions(groups, cpuTick, sampling, names, ways, inFlight);
    }

    /** The same with one way only for a group. */
    public ProbeOptions withWay(ProbeGroup group, String way) {
        return new ProbeOptions(groups, cpuTick, sampling, calls, Map.of(group, way), inFlight);
    }

    /** The same with fewer places for threads in a call, so that tests see them collide. */
    ProbeOptions withInFlight(int places) {
        return new ProbeOptions(groups, cpuTick, sampling, calls, ways, places);
    }

    /** Whether events of a type are wanted by one of these groups. */
    boolean wants(EventType type) {
        return groups.stream().anyMatch(group -> group.produces().contains(type));
    }

    Sampling samplingOf(EventType type) {
        return sampling.getOrDefault(type, Sampling.NONE);
    }
}
