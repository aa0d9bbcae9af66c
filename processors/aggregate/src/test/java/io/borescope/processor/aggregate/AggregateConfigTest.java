package io.borescope.processor.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.MetricSelection;
import java.time.Duration;
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

    private static List<String> problems(IntervalOverride... overrides) {
        return problems(new AggregateConfig(
                10,
                ValueLimits.DEFAULT,
                new MetricSelection(List.of(), List.of("fd_open")),
                DimensionSwitches.DEFAULT,
                List.of(overrides)));
    }

    private static IntervalOverride override(Duration interval, String... metrics) {
        return new IntervalOverride(List.of(metrics), interval);
    }

    @Test
    void overridesNameMetricsThatAreMadeAndCanBePutTogether() {
        assertThat(problems(override(Duration.ofSeconds(10), "syscall_read", "cpu_time")))
                .isEmpty();
        assertThat(problems(override(Duration.ofSeconds(10), "syscal_read")))
                .singleElement()
                .asString()
                .startsWith(
                        "overrides[0].metrics[0]: \"syscal_read\" is not a metric of this processor. Metrics: syscall_read, ")
                .doesNotContain("cpu_utilization", "lost_events");
        assertThat(problems(override(Duration.ofSeconds(10), "cpu_utilization")))
                .containsExactly(
                        "overrides[0].metrics[0]: \"cpu_utilization\" cannot be made for longer windows: it compares CPUs within one"
                                + " window, and what two windows say of that does not add up. Use cpu_time.");
        assertThat(problems(override(Duration.ofSeconds(10), "lost_events")))
                .containsExactly(
                        "overrides[0].metrics[0]: \"lost_events\" cannot be made for longer windows: it says what is missing from"
                                + " each.");
        assertThat(problems(override(Duration.ofSeconds(10), "fd_open")))
                .containsExactly(
                        "overrides[0].metrics[0]: \"fd_open\" is not made: see metrics.include and metrics.exclude.");
    }

    @Test
    void noMetricHasTwoOverrides() {
        assertThat(problems(
                        override(Duration.ofSeconds(10), "syscall_read"),
                        override(Duration.ofSeconds(20), "net_io", "syscall_read")))
                .containsExactly("overrides[1].metrics[1]: \"syscall_read\" has an override already.");
    }

    @Test
    void overridesNeedMetricsAndAnIntervalInRange() {
        assertThat(problems(override(Duration.ZERO)))
                .containsExactly(
                        "overrides[0].interval: is missing. Write a multiple of slot_window's interval: 10s.",
                        "overrides[0].metrics: is empty. Name the metrics that this interval is for.");
        assertThat(problems(override(Duration.ofHours(25), "net_io"))).hasSize(1);
        assertThat(problems(override(Duration.ofMillis(19), "net_io"))).hasSize(1);
    }

    @Test
    void limitsOfValuesHaveARange() {
        AggregateConfig config = new AggregateConfig(
                10, new ValueLimits(0, 257), MetricSelection.EVERYTHING, DimensionSwitches.DEFAULT, List.of());
        assertThat(problems(config))
                .containsExactly(
                        "max_values.port_label: 0 is out of range. Use 1 to 256.",
                        "max_values.device_id: 257 is out of range. Use 1 to 256.");
    }
}
