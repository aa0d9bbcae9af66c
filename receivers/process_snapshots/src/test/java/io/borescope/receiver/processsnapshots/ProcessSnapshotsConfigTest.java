package io.borescope.receiver.processsnapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.MetricSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessSnapshotsConfigTest {
    private static List<String> problems(ProcessSnapshotsConfig config) {
        List<String> found = new ArrayList<>();
        config.validate((key, format, arguments) -> found.add(key + ": " + format.formatted(arguments)));
        return found;
    }

    private static ProcessSnapshotsConfig config(String interval, String budget, int fds, MetricSelection metrics) {
        return new ProcessSnapshotsConfig(Duration.parse(interval), Duration.parse(budget), fds, metrics);
    }

    @Test
    @SuppressWarnings("NullAway") // what is left out in YAML
    void theDefaultsAreFine() {
        assertThat(problems(new ProcessSnapshotsConfig(null, null, null, null))).isEmpty();
    }

    @Test
    void tellsEachProblem() {
        assertThat(problems(config("PT0.05S", "PT0.1S", 0, MetricSelection.EVERYTHING)))
                .containsExactly(
                        "interval: PT0.05S is out of range. Use 100ms to 1h.",
                        "max_counted_fds: 0 is out of range. Use 1 to 1048576.");
        assertThat(problems(config("PT1S", "PT2S", 5, MetricSelection.EVERYTHING)))
                .containsExactly("budget: PT2S is out of range. With this interval use 1ms to PT1S.");
        assertThat(problems(config("PT1S", "PT1S", 5, new MetricSelection(List.of("memory"), List.of()))))
                .first()
                .isEqualTo("metrics.include[0]: \"memory\" is not a metric of this receiver. Metrics: memory_usage,"
                        + " process_io_usage, process_fd_usage, process_sched_usage.");
        assertThat(problems(config("PT1S", "PT1S", 5, new MetricSelection(List.of(), SnapshotMetric.labels()))))
                .containsExactly("metrics.exclude: leaves no metric. Remove a name, or the receiver.");
    }
}
