package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProbeOptions;
import io.borescope.bpf.RingOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to observe, and how much room to give it. */
public record EbpfReceiverConfig(
        @Doc("Probe groups by name. Those that are not listed are enabled.")
        Map<String, ProbeConfig> probes,

        @Doc(
                "Size of each ring: a power of two, and whole pages. An event takes 48 or 56 bytes; a ring counts twice in resident memory.")
        ByteSize ringBufferSize,

        @Doc("How many rings the CPUs share, a power of two.") @Nullable
        Integer rings,

        @Doc("How often a thread that stays on its CPU is charged; what runs is never further behind than this.")
        Duration cpuTick,

        @Doc("Most events handed on at a time.") Integer batchSize)
        implements ComponentConfig {

    private static final ByteSize DEFAULT_RING_BUFFER_SIZE = ByteSize.ofMebibytes(4);
    private static final Duration DEFAULT_CPU_TICK = Duration.ofMillis(20);
    private static final int DEFAULT_BATCH_SIZE = 512;

    private static final ByteSize MIN_RING_BUFFER_SIZE = ByteSize.ofKibibytes(4);
    private static final ByteSize MAX_RING_BUFFER_SIZE = ByteSize.ofMebibytes(512);
    private static final int MAX_RINGS = 256;
    private static final Duration MIN_CPU_TICK = Duration.ofMillis(1);
    private static final Duration MAX_CPU_TICK = Duration.ofSeconds(10);
    private static final int MAX_BATCH_SIZE = 65_536;

    public EbpfReceiverConfig {
        probes = Map.copyOf(probes);
        ringBufferSize = requireNonNullElse(ringBufferSize, DEFAULT_RING_BUFFER_SIZE);
        cpuTick = requireNonNullElse(cpuTick, DEFAULT_CPU_TICK);
        batchSize = requireNonNullElse(batchSize, DEFAULT_BATCH_SIZE);
    }

    @Override
    public void validate(Problems problems) {
        for (String name : probes.keySet()) {
            if (ProbeGroup.ofLabel(name) == null) {
                problems.add("probes." + name, "there is no such probe group. There are: %s.", ProbeGroup.labels());
            }
        }
        if (enabledGroups().isEmpty()) {
            problems.add(
                    "probes",
                    "disables every group, so nothing would be observed. Enable one, or remove the receiver.");
        }
        if (!ringBufferSize.isPowerOfTwo()
                || ringBufferSize.compareTo(MIN_RING_BUFFER_SIZE) < 0
                || ringBufferSize.compareTo(MAX_RING_BUFFER_SIZE) > 0) {
            problems.add(
                    "ring_buffer_size",
                    "%s is not a power of two from %s to %s. Use 1MiB, 4MiB or 16MiB.",
                    ringBufferSize,
                    MIN_RING_BUFFER_SIZE,
                    MAX_RING_BUFFER_SIZE);
        }
        if (rings != null && (Integer.bitCount(rings) != 1 || rings < 1 || rings > MAX_RINGS)) {
            problems.add("rings", "%d is not a power of two from 1 to %d. Use 1, 2, 4 or 8.", rings, MAX_RINGS);
        }
        if (cpuTick.compareTo(MIN_CPU_TICK) < 0 || cpuTick.compareTo(MAX_CPU_TICK) > 0) {
            problems.add("cpu_tick", "%d ms is not from 1ms to 10s. Use 20ms.", cpuTick.toMillis());
        }
        if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
            problems.add("batch_size", "%d is not from 1 to %d. Use 512.", batchSize, MAX_BATCH_SIZE);
        }
    }

    /** The groups to attach. */
    Set<ProbeGroup> enabledGroups() {
        return Arrays.stream(ProbeGroup.values())
                .filter(this::isEnabled)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProbeGroup.class)));
    }

    private boolean isEnabled(ProbeGroup group) {
        ProbeConfig probe = probes.get(group.label());
        return probe == null || probe.enabled();
    }

    /** What to attach; only if there is something. */
    ProbeOptions probeOptions() {
        return ProbeOptions.of(enabledGroups()).withCpuTick(cpuTick);
    }

    /** The shape of the rings. */
    RingOptions ringOptions() {
        return new RingOptions(
                rings == null ? RingOptions.defaults().rings() : rings, Math.toIntExact(ringBufferSize.bytes()));
    }
}
