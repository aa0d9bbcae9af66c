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

        @Doc("The least part that is still told of what sampling lets through, 0.00003 to 1.")
        Double leastRate,

        @Doc("Whether probe groups are detached where sampling does not help.")
        Boolean detach) {

    private static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(30);
    private static final Duration LONGEST_WARM_UP = Duration.ofHours(1);
    private static final double DEFAULT_LEAST_RATE = 0.001;
    private static final double LEAST_RATE = 0.00003; // the highest level there is
    private static final Share LEAST_SHARE = Share.ofPercent(0.01);

    /** Without one. */
    static final BudgetConfig NONE = new BudgetConfig(null, DEFAULT_WARM_UP, DEFAULT_LEAST_RATE, true);

    public BudgetConfig {
        warmUp = requireNonNullElse(warmUp, DEFAULT_WARM_UP);
        leastRate = requireNonNullElse(leastRate, DEFAULT_LEAST_RATE);
        detach = requireNonNullElse(detach, true);
    }

    void validate(Problems problems) {
        if (cpu != null && cpu.fraction() < LEAST_SHARE.fraction()) {
            problems.add("cpu", "%s is less than %s. Write a share of one core, such as 1%%.", cpu, LEAST_SHARE);
        }
        if (warmUp.isNegative() || warmUp.compareTo(LONGEST_WARM_UP) > 0) {
            problems.add("warm_up", "%d s is not from 0s to 1h. Use 30s.", warmUp.toSeconds());
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
