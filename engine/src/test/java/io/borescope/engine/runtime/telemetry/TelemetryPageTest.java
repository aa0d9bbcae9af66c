package io.borescope.engine.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation has a row for each metric that the engine declares, and no other. */
final class TelemetryPageTest {
    private static final Path PAGE = Path.of("../docs/telemetry.md");

    @Test
    void theTableIsWhatTheEngineDeclares() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            List<String> rows =
                    lines.filter(line -> line.startsWith("| `borescope_")).toList();
            assertThat(rows)
                    .containsExactly(Stream.of(EngineMetric.values())
                            .map(TelemetryPageTest::row)
                            .toArray(String[]::new));
        }
    }

    private static String row(EngineMetric metric) {
        return "| `%s` | %s | `%s` | %s | %s | %s |"
                .formatted(
                        metric.metricName(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.unit(),
                        metric.level().name().toLowerCase(Locale.ROOT),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        metric.description());
    }
}
