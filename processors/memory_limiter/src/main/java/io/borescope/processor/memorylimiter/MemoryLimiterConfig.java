package io.borescope.processor.memorylimiter;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/** What users write under {@code memory_limiter}. */
public record MemoryLimiterConfig(
        @Doc("Time between two looks at the memory, from 10ms to 1m. Required; 1s is a good choice.")
        Duration checkInterval,

        @Doc("Most memory, in MiB, that the agent may use. This or limit_percentage is required; it wins.")
        Integer limitMib,

        @Doc(
                "How much memory, in MiB, may come in between two looks; data is refused from limit_mib less this on. A fifth of limit_mib.")
        Integer spikeLimitMib,

        @Doc("Most memory in percent of what there is: the limit of the control group, else of the host.")
        Integer limitPercentage,

        @Doc("As spike_limit_mib, in percent of what there is. A fifth of limit_percentage.")
        Integer spikeLimitPercentage,

        @Doc("Shortest time between two garbage collections that are asked for below the limit.")
        Duration minGcIntervalWhenSoftLimited,

        @Doc("Shortest time between two garbage collections that are asked for above the limit.")
        Duration minGcIntervalWhenHardLimited)
        implements ComponentConfig {

    private static final Duration SHORTEST_CHECK = Duration.ofMillis(10);
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(1);
    private static final Duration DEFAULT_SOFT_GC_INTERVAL = Duration.ofSeconds(10);
    private static final int WHOLE = 100;

    /** Share of the limit that may come in between two looks, unless it is configured. */
    private static final int SPIKE_SHARE = 5;

    public MemoryLimiterConfig {
        checkInterval = requireNonNullElse(checkInterval, Duration.ZERO);
        limitMib = requireNonNullElse(limitMib, 0);
        spikeLimitMib = requireNonNullElse(spikeLimitMib, 0);
        limitPercentage = requireNonNullElse(limitPercentage, 0);
        spikeLimitPercentage = requireNonNullElse(spikeLimitPercentage, 0);
        minGcIntervalWhenSoftLimited = requireNonNullElse(minGcIntervalWhenSoftLimited, DEFAULT_SOFT_GC_INTERVAL);
        minGcIntervalWhenHardLimited = requireNonNullElse(minGcIntervalWhenHardLimited, Duration.ZERO);
    }

    @Override
    public void validate(Problems problems) {
        if (checkInterval.isZero()) {
            problems.add("check_interval", "is missing. Write 1s, or less where data comes in bursts.");
        } else if (checkInterval.compareTo(SHORTEST_CHECK) < 0 || checkInterval.compareTo(LONGEST_CHECK) > 0) {
            problems.add("check_interval", "%s is out of range. Use 10ms to 1m.", checkInterval);
        }
        if (limitMib == 0 && limitPercentage == 0) {
            problems.add("limit_mib", "is missing. Write the most memory the agent may use, or limit_percentage.");
        }
        checkSpike(problems, "limit_mib", limitMib, "spike_limit_mib", spikeLimitMib, Integer.MAX_VALUE);
        checkSpike(
                problems, "limit_percentage", limitPercentage, "spike_limit_percentage", spikeLimitPercentage, WHOLE);
        checkNotNegative(problems, "min_gc_interval_when_soft_limited", minGcIntervalWhenSoftLimited);
        checkNotNegative(problems, "min_gc_interval_when_hard_limited", minGcIntervalWhenHardLimited);
    }

    private static void checkSpike(Problems problems, String key, int limit, String spikeKey, int spike, int most) {
        if (limit < 0 || limit > most) {
            problems.add(key, "%d is out of range. Use 1 to %d.", limit, most);
        }
        if (spike < 0 || (limit > 0 && spike >= limit)) {
            problems.add(spikeKey, "%d is not less than %s, which is %d.", spike, key, limit);
        }
    }

    private static void checkNotNegative(Problems problems, String key, Duration interval) {
        if (interval.isNegative()) {
            problems.add(key, "%s is negative.", interval);
        }
    }

    /**
     * The limits in bytes.
     *
     * @param totalBytes the memory that there is
     */
    Limits limits(long totalBytes) {
        return limitMib > 0
                ? limits(limitMib, spikeLimitMib, 1L << 20)
                : limits(limitPercentage, spikeLimitPercentage, totalBytes / WHOLE);
    }

    private static Limits limits(int limit, int spike, long unit) {
        long hard = limit * unit;
        return new Limits(hard, hard - (spike > 0 ? spike * unit : hard / SPIKE_SHARE));
    }
}
