package io.borescope.receiver.processsnapshots;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.config.Problems;
import java.time.Duration;

/** What users write under {@code process_snapshots}. */
public record ProcessSnapshotsConfig(
        @Doc(
                "How often processes are read, from 100ms to 1h; counted from the start of each slot where there are slots.")
        Duration interval,

        @Doc(
                "Longest time of a round that is spent reading. Processes that it leaves over come first in the next round.")
        Duration budget,

        @Doc(
                "Most open files of a process that are counted one by one, on kernels before 6.2. A process with more is said to have as many.")
        Integer maxCountedFds,

        @Doc("Which metrics to make.") MetricSelection metrics)
        implements ComponentConfig {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration SHORTEST_BUDGET = Duration.ofMillis(1);
    private static final Duration DEFAULT_BUDGET = Duration.ofMillis(100);
    private static final int MOST_COUNTED_FDS = 1 << 20;

    public ProcessSnapshotsConfig {
        interval = requireNonNullElse(interval, Duration.ofSeconds(1));
        budget = requireNonNullElse(budget, DEFAULT_BUDGET);
        maxCountedFds = requireNonNullElse(maxCountedFds, 16_384);
        metrics = requireNonNullElse(metrics, MetricSelection.EVERYTHING);
    }

    @Override
    public void validate(Problems problems) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            problems.add("interval", "%s is out of range. Use 100ms to 1h.", interval);
        } else if (budget.compareTo(SHORTEST_BUDGET) < 0 || budget.compareTo(interval) > 0) {
            problems.add("budget", "%s is out of range. With this interval use 1ms to %s.", budget, interval);
        }
        if (maxCountedFds < 1 || maxCountedFds > MOST_COUNTED_FDS) {
            problems.add("max_counted_fds", "%d is out of range. Use 1 to %d.", maxCountedFds, MOST_COUNTED_FDS);
        }
        metrics.validate(problems.within("metrics"), SnapshotMetric.labels(), "receiver");
        if (SnapshotMetric.selectedBy(metrics).findAny().isEmpty()) {
            problems.add("metrics.exclude", "leaves no metric. Remove a name, or the receiver.");
        }
    }
}
