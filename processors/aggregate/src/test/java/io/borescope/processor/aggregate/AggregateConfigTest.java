package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateConfigTest {
    private static List<String> problems(AggregateConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    @Test
    void namesTheMetricThatDoesNotExistAndThoseThatDo() {
        AggregateConfig config = new AggregateConfig(
                10, new MetricSelection(List.of("syscall_read", "syscal_write"), List.of("lost_events", "x")));

        List<String> problems = problems(config);
        assertThat(problems).hasSize(2);
        assertThat(problems.getFirst())
                .startsWith(
                        "metrics.include[1]: \"syscal_write\" is not a metric of this processor. Metrics: syscall_read, ")
                .contains("cpu_time", "process_exec", "lost_events");
        assertThat(problems.getLast()).startsWith("metrics.exclude[1]: \"x\"");
    }

    @Test
    void refusesALimitOfRowsOutOfRange() {
        assertThat(problems(new AggregateConfig(0, MetricSelection.EVERYTHING)))
                .containsExactly("max_keys: 0 is out of range. Use 1 to 100000.");
        assertThat(problems(new AggregateConfig(100_001, MetricSelection.EVERYTHING)))
                .hasSize(1);
    }

    @Test
    void metricNamesAreUnique() {
        assertThat(MetricRules.names()).doesNotHaveDuplicates();
    }
}
