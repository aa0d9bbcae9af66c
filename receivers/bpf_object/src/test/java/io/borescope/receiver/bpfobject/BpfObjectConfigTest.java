package io.borescope.receiver.bpfobject;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // a key that is left out arrives as null
final class BpfObjectConfigTest {
    private static final MetricConfig COUNT = Configs.count("n", Map.of());

    private static Configs good() {
        return new Configs(Path.of("x.bpf.o")).ring("events", "event", "time").metric(COUNT);
    }

    private static List<String> problems(BpfObjectConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    private static void assertProblem(Configs config, String message) {
        assertThat(problems(config.build())).singleElement().asString().startsWith(message);
    }

    @Test
    void isCompleteWithAnObjectARingAndAMetric() {
        BpfObjectConfig config = good().build();
        assertThat(problems(config)).isEmpty();
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.maxSeries()).isEqualTo(2_000);
        assertThat(config.allowUnsafePermissions()).isFalse();
    }

    @Test
    void takesItsTypeFromWhetherThereIsAValue() {
        assertThat(new MetricConfig("n", null, null, null, null, List.of(), null, Map.of()).type())
                .isEqualTo(MetricType.COUNT);
        assertThat(new MetricConfig("n", null, null, null, "v", List.of(), null, Map.of()).type())
                .isEqualTo(MetricType.SUM);
    }

    @Test
    void saysWhatIsMissing() {
        Path object = Path.of("x");
        assertProblem(new Configs(null).ring("r", "s", null).metric(COUNT), "object: is missing");
        assertProblem(new Configs(object), ": makes nothing. Configure metrics, logs or maps.");
        assertProblem(new Configs(object).metric(COUNT), "ring_buffer: is missing");
        assertProblem(new Configs(object).ring("r", null, "t").metric(COUNT), "event.struct: is missing");
        assertProblem(good().metric(Configs.metric("m", MetricType.GAUGE, null, Map.of())), "metrics[1].value: is");
        assertProblem(good().map("m"), "maps[0].metrics: are missing");
    }

    @Test
    void saysWhatIsWrong() {
        assertProblem(good().interval(Duration.ofMillis(1)), "interval: ");
        assertProblem(good().maxSeries(0), "max_series: 0 is not from 1 to 100000.");
        assertProblem(good().ringSize(5), "ring_buffer_size: 5KiB is not a power of two from 4KiB to 512MiB");
        assertProblem(good().metric(COUNT), "metrics[1].name: \"n\" is there twice");
        assertProblem(good().metric(Configs.count("a b", Map.of())), "metrics[1].name: \"a b\" is no name");
        assertProblem(good().metric(Configs.count("m", Map.of("sum", "x"))), "metrics[1].dimensions.sum: cannot be");
        assertProblem(
                good().metric(Configs.count("m", Map.of("x", "a..b"))), "metrics[1].dimensions.x: \"a..b\" is no path");
        assertProblem(
                good().metric(Configs.metric("m", MetricType.COUNT, "v", Map.of())),
                "metrics[1].value: is not for type: count");
        assertProblem(
                good().metric(new MetricConfig("m", null, null, MetricType.SUM, "v", List.of(1L), null, Map.of())),
                "metrics[1].bounds: are for type: histogram only");
        assertProblem(
                good().metric(new MetricConfig(
                        "m", null, null, MetricType.HISTOGRAM, "v", List.of(2L, 1L), null, Map.of())),
                "metrics[1].bounds[1]: 1 is not above 2. Sort them.");
        assertProblem(good().map("m", Configs.count("x", Map.of())), "maps[0].metrics[0].type: count is for events");
        assertProblem(
                good().program("p", ProgramConfig.Attach.AUTO, false).program("p", ProgramConfig.Attach.NONE, false),
                "programs[1].name: \"p\" is there twice");
    }
}
