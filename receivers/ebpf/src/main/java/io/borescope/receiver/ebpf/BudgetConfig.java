package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Share;
import io.borescope.api.event.EventSampling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What observing may cost. */
public record BudgetConfig(
        @Doc(
                "Most CPU time of the agent's process and of this receiver's programs together, as a share of one core: 1%. Left out: no budget.")
        @Nullable
        Share cpu,

        @Doc("How long after the start nothing is done: the JVM compiles then.")
        Duration warmUp,

        @Doc(
                "Whether frequent events are added up in the kernel, as with delivery: partials, before less of them is told.")
        Boolean switchDelivery,

        @Doc("The least part that is still told of what sampling lets through, 0.00003 to 1.")
        Double leastRate,

        @Doc("Whether probe groups are detached where sampling does not help.")
        Boolean detach,

        @Doc("How long half of the budget has to do before a detached probe group is attached again, 1s to 1h.")
        Duration attachAfter) {

    private static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(30);
    private static final Duration LONGEST_WARM_UP = Duration.ofHours(1);
    private static final Duration DEFAULT_ATTACH_AFTER = Duration.ofMinutes(1);
    private static final Duration SHORTEST_ATTACH_AFTER = Duration.ofSeconds(1);
    private static final Duration LONGEST_ATTACH_AFTER = Duration.ofHours(1);
    private static final double DEFAULT_LEAST_RATE = 0.001;
    private static final double LEAST_RATE = 0.00003; // the highest level there is
    private static final Share LEAST_SHARE = Share.ofPercent(0.01);

    /** Without one. */
    static final BudgetConfig NONE =
            new BudgetConfig(null, DEFAULT_WARM_UP, true, DEFAULT_LEAST_RATE, true, DEFAULT_ATTACH_AFTER);

    public BudgetConfig {
        warmUp = requireNonNullElse(warmUp, DEFAULT_WARM_UP);
        leastRate = requireNonNullElse(leastRate, DEFAULT_LEAST_RATE);
        switchDelivery = requireNonNullElse(switchDelivery, true);
        detach = requireNonNullElse(detach, true);
        attachAfter = requireNonNullElse(attachAfter, DEFAULT_ATTACH_AFTER);
    }

    void validate(Problems problems) {
        if (cpu != null && cpu.fraction() < LEAST_SHARE.fraction()) {
            problems.add("cpu", "%s is less than %s. Write a share of one core, such as 1%%.", cpu, LEAST_SHARE);
        }
        if (warmUp.isNegative() || warmUp.compareTo(LONGEST_WARM_UP) > 0) {
            problems.add("warm_up", "%d s is not from 0s to 1h. Use 30s.", warmUp.toSeconds());
        }
        if (attachAfter.compareTo(SHORTEST_ATTACH_AFTER) < 0 || attachAfter.compareTo(LONGEST_ATTACH_AFTER) > 0) {
            problems.add("attach_after", "%d ms is not from 1s to 1h. Use 1m.", attachAfter.toMillis());
        }
        if (!(leastRate >= LEAST_RATE && leastRate <= 1)) {
            problems.add("least_rate", "%s is not from 0.00003 to 1. Use 0.001.", leastRate);
        }
    }

    /** The highest level of sampling: the last that tells no less than {@link #leastRate}, as each tells half of the one before. */
    int highestLevel() {
        return Math.min(EventSampling.LEVELS - 1, Math.getExponent(1 / leastRate));
    }
}
