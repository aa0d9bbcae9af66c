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
 * @param tcpSample shortest time between two looks at the round trip time and the window of a TCP socket; zero: one at every send
 * @param sampling of event types; those that are missing are told in full
 * @param calls system calls by name for the groups that are not to have their usual ones; each in one group only
 * @param ways the only way to try for a group, by its name; those that are missing have all of theirs
 * @param inFlight places for what is under way, a power of two: threads in a system call or off the CPUs, where more at a time cost
 *     more, and requests of block devices, where more are lost
 * @param tellKernel whether writes of the kernel's own threads are told, as those of process 1, where it is unknown for whom they are
 * @param changingSampling whether {@link SamplingLevels} can change what is told while the programs run
 */
public record ProbeOptions(
        Set<ProbeGroup> groups,
        Duration cpuTick,
        Duration tcpSample,
        Map<EventType, Sampling> sampling,
        Map<ProbeGroup, List<String>> calls,
        Map<ProbeGroup, String> ways,
        int inFlight,
        boolean tellKernel,
        boolean changingSampling) {
    private static final Duration USUAL_CPU_TICK = Duration.ofMillis(20);

    private static final Duration USUAL_TCP_SAMPLE = Duration.ofMillis(10);

    /** As in syscalls.h and sched.h. */
    private static final int MOST_IN_FLIGHT = 65_536;

    public ProbeOptions {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("no probe groups");
        }
        if (cpuTick.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("a tick is at least 1 ms: " + cpuTick);
        }
        if (tcpSample.isNegative()) {
            throw new IllegalArgumentException("no time between two looks can be negative: " + tcpSample);
        }
        SyscallTable.groupsByCall(groups, calls);
        groups = Set.copyOf(groups);
        sampling = Map.copyOf(sampling);
        calls = Map.copyOf(calls);
        ways = Map.copyOf(ways);
    }

    /** These groups, as usual. */
    public static ProbeOptions of(Set<ProbeGroup> groups) {
        return new ProbeOptions(
                groups, USUAL_CPU_TICK, USUAL_TCP_SAMPLE, Map.of(), Map.of(), Map.of(), MOST_IN_FLIGHT, true, false);
    }

    /** These groups, as usual. */
    public static ProbeOptions of(ProbeGroup first, ProbeGroup... others) {
        return of(EnumSet.of(first, others));
    }

    /** The same with another tick. */
    public ProbeOptions withCpuTick(Duration tick) {
        return new ProbeOptions(groups, tick, tcpSample, sampling, calls, ways, inFlight, tellKernel, changingSampling);
    }

    /** The same with another time between two looks at the state of a TCP socket. */
    public ProbeOptions withTcpSample(Duration time) {
        return new ProbeOptions(groups, cpuTick, time, sampling, calls, ways, inFlight, tellKernel, changingSampling);
    }

    /** The same with some event types sampled. */
    public ProbeOptions withSampling(Map<EventType, Sampling> types) {
        return new ProbeOptions(groups, cpuTick, tcpSample, types, calls, ways, inFlight, tellKernel, changingSampling);
    }

    /** The same with other system calls for some groups. */
    public ProbeOptions withCalls(Map<ProbeGroup, List<String>> names) {
        return new ProbeOptions(
                groups, cpuTick, tcpSample, sampling, names, ways, inFlight, tellKernel, changingSampling);
    }

    /** The same with one way only for a group. */
    public ProbeOptions withWay(ProbeGroup group, String way) {
        return new ProbeOptions(
                groups,
                cpuTick,
                tcpSample,
                sampling,
                calls,
                Map.of(group, way),
                inFlight,
                tellKernel,
                changingSampling);
    }

    /** The same with fewer places for threads, so that tests see them collide. */
    ProbeOptions withInFlight(int places) {
        return new ProbeOptions(
                groups, cpuTick, tcpSample, sampling, calls, ways, places, tellKernel, changingSampling);
    }

    /** The same without writes of the kernel's own threads. */
    public ProbeOptions withoutKernel() {
        return new ProbeOptions(groups, cpuTick, tcpSample, sampling, calls, ways, inFlight, false, changingSampling);
    }

    /** The same with sampling that can change while the programs run; it costs an event that is told some nanoseconds. */
    public ProbeOptions withChangingSampling() {
        return new ProbeOptions(groups, cpuTick, tcpSample, sampling, calls, ways, inFlight, tellKernel, true);
    }

    /** Whether events of a type are wanted by one of these groups. */
    boolean wants(EventType type) {
        return groups.stream().anyMatch(group -> group.produces().contains(type));
    }

    Sampling samplingOf(EventType type) {
        return sampling.getOrDefault(type, Sampling.NONE);
    }
}
