package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.event.EventType;
import io.borescope.bpf.PartialOptions;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProbeOptions;
import io.borescope.bpf.RingOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to observe, and how much room to give it. */
public record EbpfReceiverConfig(
        @Doc("Probe groups by name, and process_exit. Those that are not listed are enabled.")
        Map<String, ProbeConfig> probes,

        @Doc("Which part of the events is told; left out: all.")
        SamplingConfig sampling,

        @Doc(
                "Size of each ring: a power of two, and whole pages. An event takes 48 or 56 bytes. A ring is resident memory.")
        ByteSize ringBufferSize,

        @Doc("Size of the ring for rare events, which frequent ones cannot fill: a power of two, and whole pages.")
        ByteSize rareRingBufferSize,

        @Doc("How many rings the CPUs share, a power of two.") @Nullable
        Integer rings,

        @Doc("How often a thread that stays on its CPU is charged; what runs is never further behind than this.")
        Duration cpuTick,

        @Doc("Most events handed on at a time.") Integer batchSize,

        @Doc("What observing may cost; left out: anything.") BudgetConfig budget,

        @Doc("How events are handed over: events, one by one, or partials, added up in the kernel.")
        Delivery delivery,

        @Doc("The same for some types of events, by their name.")
        Map<String, Delivery> deliveryByEvent,

        @Doc(
                "Processes and what else rows are told apart by, for which the kernel has room when it adds up; by kind of program. What comes beyond them is counted for __other__.")
        Integer partialKeys,

        @Doc(
                "Niceness of the thread that reads the rings, from -20 to 19: below 0 it gets its turn before others that want all of the CPUs, as far as the agent may set it.")
        Integer nice)
        implements ComponentConfig {

    /** Observoor's name of a group; here its hook belongs to the process receiver. */
    private static final String PROCESS_EXIT = EventType.PROCESS_EXIT.label();

    private static final ByteSize DEFAULT_RING_BUFFER_SIZE = ByteSize.ofMebibytes(4);
    private static final ByteSize DEFAULT_RARE_RING_BUFFER_SIZE = ByteSize.ofKibibytes(256);
    private static final Duration DEFAULT_CPU_TICK = Duration.ofMillis(20);
    private static final int DEFAULT_BATCH_SIZE = 512;
    private static final int DEFAULT_NICE = -10;
    private static final int DEFAULT_PARTIAL_KEYS = 2048;

    private static final ByteSize MIN_RING_BUFFER_SIZE = ByteSize.ofKibibytes(4);
    private static final ByteSize MAX_RING_BUFFER_SIZE = ByteSize.ofMebibytes(512);
    private static final int MAX_RINGS = 256;
    private static final Duration MIN_CPU_TICK = Duration.ofMillis(1);
    private static final Duration MAX_CPU_TICK = Duration.ofSeconds(10);
    private static final int MAX_BATCH_SIZE = 65_536;
    private static final int MIN_NICE = -20;
    private static final int MAX_NICE = 19;
    private static final int MAX_PARTIAL_KEYS = 1 << 20;

    /** A charge may reach back this far, and twelve windows of the shortest kind. */
    private static final Duration MAX_PARTIAL_CPU_TICK = Duration.ofMillis(100);

    /** A program that is at work when a cell ends is done by then. */
    private static final Duration PARTIAL_GRACE = Duration.ofMillis(5);

    public EbpfReceiverConfig {
        probes = Map.copyOf(probes);
        sampling = requireNonNullElse(sampling, SamplingConfig.EVERYTHING);
        delivery = requireNonNullElse(delivery, Delivery.EVENTS);
        deliveryByEvent = Map.copyOf(deliveryByEvent);
        partialKeys = requireNonNullElse(partialKeys, DEFAULT_PARTIAL_KEYS);
        ringBufferSize = requireNonNullElse(ringBufferSize, DEFAULT_RING_BUFFER_SIZE);
        rareRingBufferSize = requireNonNullElse(rareRingBufferSize, DEFAULT_RARE_RING_BUFFER_SIZE);
        cpuTick = requireNonNullElse(cpuTick, DEFAULT_CPU_TICK);
        batchSize = requireNonNullElse(batchSize, DEFAULT_BATCH_SIZE);
        nice = requireNonNullElse(nice, DEFAULT_NICE);
        budget = requireNonNullElse(budget, BudgetConfig.NONE);
    }

    @Override
    public void validate(Problems problems) {
        probes.forEach((name, probe) -> validate(name, probe, problems.within("probes." + name)));
        if (enabledGroups().isEmpty()) {
            problems.add(
                    "probes",
                    "disables every group, so nothing would be observed. Enable one, or remove the receiver.");
        }
        sampling.validate(problems.within("sampling"));
        budget.validate(problems.within("budget"));
        validateDelivery(problems);
        validateRing("ring_buffer_size", ringBufferSize, problems);
        validateRing("rare_ring_buffer_size", rareRingBufferSize, problems);
        if (rings != null && (Integer.bitCount(rings) != 1 || rings < 1 || rings > MAX_RINGS)) {
            problems.add("rings", "%d is not a power of two from 1 to %d. Use 1, 2, 4 or 8.", rings, MAX_RINGS);
        }
        if (cpuTick.compareTo(MIN_CPU_TICK) < 0 || cpuTick.compareTo(MAX_CPU_TICK) > 0) {
            problems.add("cpu_tick", "%d ms is not from 1ms to 10s. Use 20ms.", cpuTick.toMillis());
        }
        if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
            problems.add("batch_size", "%d is not from 1 to %d. Use 512.", batchSize, MAX_BATCH_SIZE);
        }
        if (nice < MIN_NICE || nice > MAX_NICE) {
            problems.add("nice", "%d is not from %d to %d. Use -10, or 0.", nice, MIN_NICE, MAX_NICE);
        }
    }

    private void validate(String name, ProbeConfig probe, Problems problems) {
        ProbeGroup group = ProbeGroup.ofLabel(name);
        if (group == null && !name.equals(PROCESS_EXIT)) {
            problems.add("", "there is no such probe group. There are: %s, %s.", ProbeGroup.labels(), PROCESS_EXIT);
            return;
        }
        if (probe.required() && !probe.enabled()) {
            problems.add("required", "contradicts enabled: false. Remove one of them.");
        }
        if (probe.calls() != null) {
            validateCalls(group, probe.calls(), problems);
        }
    }

    private void validateCalls(@Nullable ProbeGroup group, List<String> calls, Problems problems) {
        if (group == null || group.calls().isEmpty()) {
            problems.add("calls", "is only for groups of system calls. Remove it.");
        } else if (calls.isEmpty()) {
            problems.add(
                    "calls", "is empty. Name system calls, leave it out for the usual ones, or disable the group.");
        } else {
            for (int i = 0; i < calls.size(); i++) {
                validateCall(group, calls.get(i), problems.within("calls[" + i + "]"));
            }
        }
    }

    /** A call makes one event. */
    private void validateCall(ProbeGroup group, String call, Problems problems) {
        if (!ProbeGroup.knownCalls().contains(call)) {
            problems.add(
                    "",
                    "\"%s\" is not a system call that can be observed. There are: %s.",
                    call,
                    String.join(", ", ProbeGroup.knownCalls()));
        }
        for (ProbeGroup other : enabledGroups()) {
            if (other != group && callsOf(other).contains(call)) {
                problems.add(
                        "", "%s is in %s too, and counts only once. Remove it from one of them.", call, other.label());
            }
        }
    }

    private List<String> callsOf(ProbeGroup group) {
        ProbeConfig probe = probes.get(group.label());
        return probe == null || probe.calls() == null ? group.calls() : probe.calls();
    }

    private void validateDelivery(Problems problems) {
        deliveryByEvent.forEach((name, way) -> {
            EventType type = EventType.ofLabel(name);
            if (type == null || (way == Delivery.PARTIALS && !PartialOptions.POSSIBLE.contains(type))) {
                problems.add(
                        "delivery_by_event." + name,
                        "there are no partials of such events, which come one by one in any case. There are of: %s.",
                        PartialOptions.POSSIBLE.stream()
                                .map(EventType::label)
                                .sorted()
                                .collect(Collectors.joining(", ")));
            }
        });
        if (partialKeys < 1 || partialKeys > MAX_PARTIAL_KEYS) {
            problems.add("partial_keys", "%d is not from 1 to %d. Use 2048.", partialKeys, MAX_PARTIAL_KEYS);
        }
        if (addsUpCpuTime() && cpuTick.compareTo(MAX_PARTIAL_CPU_TICK) > 0) {
            problems.add(
                    "cpu_tick",
                    "%d ms is too long for partials of sched_switch, which wait for it. Use up to 100ms, or write delivery_by_event: {sched_switch: events}.",
                    cpuTick.toMillis());
        }
    }

    private boolean addsUpCpuTime() {
        return partialTypes().contains(EventType.SCHED_SWITCH);
    }

    /** Types that come as partials. */
    Set<EventType> partialTypes() {
        return possiblePartials()
                .filter(type -> deliveryByEvent.getOrDefault(type.label(), delivery) == Delivery.PARTIALS)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Types that may be added up to keep to the budget: those that are told one by one, unless that is asked for, and whose keys are about as many as
     * processes. Those of sockets have ports, of which nobody knows how many there will be.
     */
    Set<EventType> switchableTypes() {
        if (budget.cpu() == null || !budget.switchDelivery()) {
            return Set.of();
        }
        return possiblePartials()
                .filter(type -> delivery == Delivery.EVENTS && !deliveryByEvent.containsKey(type.label()))
                .filter(type -> type != EventType.NET_TX && type != EventType.NET_RX)
                .filter(type -> type != EventType.SCHED_SWITCH || cpuTick.compareTo(MAX_PARTIAL_CPU_TICK) <= 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<EventType> possiblePartials() {
        return enabledGroups().stream()
                .flatMap(group -> group.produces().stream())
                .filter(PartialOptions.POSSIBLE::contains);
    }

    /** What the kernel adds up. */
    PartialOptions partialOptions() {
        PartialOptions options = new PartialOptions(partialTypes(), switchableTypes(), partialKeys);
        return options.isNone() ? PartialOptions.NONE : options;
    }

    /** How long after the end of a piece of time something may still be added to it: CPU time is charged at a tick. */
    Duration partialGrace() {
        boolean cpuTime = addsUpCpuTime() || switchableTypes().contains(EventType.SCHED_SWITCH);
        return cpuTime ? PARTIAL_GRACE.plus(cpuTick) : PARTIAL_GRACE;
    }

    private static void validateRing(String key, ByteSize size, Problems problems) {
        if (!size.isPowerOfTwo()
                || size.compareTo(MIN_RING_BUFFER_SIZE) < 0
                || size.compareTo(MAX_RING_BUFFER_SIZE) > 0) {
            problems.add(
                    key,
                    "%s is not a power of two from %s to %s. Use 1MiB, 4MiB or 16MiB.",
                    size,
                    MIN_RING_BUFFER_SIZE,
                    MAX_RING_BUFFER_SIZE);
        }
    }

    /** What the groups that are enabled have to do with each other. */
    ProbeDependencies dependencies() {
        return new ProbeDependencies(Arrays.stream(ProbeGroup.values())
                .filter(group -> isEnabled(group.label()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProbeGroup.class))));
    }

    /** The groups that must be attached. */
    Set<ProbeGroup> requiredGroups() {
        return enabledGroups().stream()
                .filter(group -> probes.containsKey(group.label())
                        && probes.get(group.label()).required())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProbeGroup.class)));
    }

    /** Whether exits of processes, which the process receiver follows in any case, are to reach the pipelines. */
    boolean tellsExits() {
        return isEnabled(PROCESS_EXIT);
    }

    /** The groups to attach. */
    Set<ProbeGroup> enabledGroups() {
        return dependencies().resolved();
    }

    private boolean isEnabled(String name) {
        ProbeConfig probe = probes.get(name);
        return probe == null || probe.enabled();
    }

    /** What to attach; only if there is something. */
    ProbeOptions probeOptions() {
        Map<ProbeGroup, List<String>> calls = new EnumMap<>(ProbeGroup.class);
        for (ProbeGroup group : enabledGroups()) {
            ProbeConfig probe = probes.get(group.label());
            if (probe != null && probe.calls() != null) {
                calls.put(group, probe.calls());
            }
        }
        ProbeOptions options = ProbeOptions.of(enabledGroups())
                .withCpuTick(cpuTick)
                .withSampling(sampling.byType())
                .withCalls(calls);
        return budget.cpu() == null ? options : options.withChangingSampling();
    }

    /** The shape of the rings. */
    RingOptions ringOptions() {
        return new RingOptions(
                rings == null ? RingOptions.defaults().rings() : rings,
                Math.toIntExact(ringBufferSize.bytes()),
                Math.toIntExact(rareRingBufferSize.bytes()));
    }
}
