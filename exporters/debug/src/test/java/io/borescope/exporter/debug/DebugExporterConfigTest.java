package io.borescope.exporter.debug;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.ExporterFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
class DebugExporterConfigTest {
    private static DebugExporterConfig config(@Nullable Integer maxRows, @Nullable Duration flushInterval) {
        return new DebugExporterConfig(null, null, maxRows, flushInterval, null, null, null);
    }

    private static List<String> problems(DebugExporterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }

    @Test
    void needsNoSettings() {
        DebugExporterConfig config = config(null, null);
        assertThat(problems(config)).isEmpty();
        assertThat(config)
                .isEqualTo(new DebugExporterConfig(
                        Verbosity.NORMAL,
                        DebugExporterConfig.Output.STDOUT,
                        50,
                        Duration.ofMillis(200),
                        null,
                        null,
                        null));
    }

    @Test
    void refusesLimitsOutOfBounds() {
        assertThat(problems(config(0, Duration.ofMinutes(2))))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("max_rows: 0 is not between 1 and"))
                .anyMatch(problem -> problem.startsWith("flush_interval: "));
    }

    @Test
    void samplesAsTheCollectorDoesWhereItIsAsked() {
        assertThat(config(null, null).sampling()).isEqualTo(Sampling.ALL);
        Sampling five = new DebugExporterConfig(null, null, null, null, 5, 200, true).sampling();
        assertThat(LongStream.rangeClosed(1, 410).filter(five::includes))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 205L, 405L);
        Sampling none = new DebugExporterConfig(null, null, null, null, null, 0, null).sampling();
        assertThat(LongStream.rangeClosed(1, 410).filter(none::includes)).containsExactly(1L, 2L);
        assertThat(problems(new DebugExporterConfig(null, null, null, null, -1, -1, null)))
                .hasSize(2);
    }

    @Test
    void isFoundAndTakesAllThatPeopleCanRead() {
        DebugExporterFactory factory = ServiceLoader.load(ExporterFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(DebugExporterFactory.class::isInstance)
                .map(DebugExporterFactory.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(factory.consumes())
                .containsExactlyInAnyOrder(
                        Signal.METRICS, Signal.EVENTS, Signal.DATA_POINTS, Signal.LOGS, Signal.TRACES);
    }
}
