package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.otel.Value;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values whose type is as they were written. */
class AnyValueTest {
    record Config(List<Value> values, @Nullable Value one) implements ComponentConfig {}

    private final Report report = new Report(List.of("agent.yaml"));

    private @Nullable Config bound(String yaml) {
        Node node = YamlReader.readFile(Mark.of(0, "agent.yaml"), yaml, report).orElseThrow();
        return new Binder(report).bind(node, Config.class, Set.of(), "it");
    }

    @Test
    void aNumberOrABooleanIsOneUnlessItStandsInQuotes() {
        Config config = Objects.requireNonNull(
                bound("values: [2245, '2245', -1.5, true, False, \"true\", plain text, 1e3, 0x1F]"));
        assertThat(config.values())
                .containsExactly(
                        Value.of(2245),
                        Value.of("2245"),
                        Value.of(-1.5),
                        Value.of(true),
                        Value.of(false),
                        Value.of("true"),
                        Value.of("plain text"),
                        Value.of(1000.0),
                        Value.of("0x1F"));
        assertThat(config.one()).isNull();
    }

    @Test
    void isASingleValue() {
        assertThat(bound("one: {a: b}")).isNull();
        assertThat(report.problemCount()).isEqualTo(1);
    }
}
