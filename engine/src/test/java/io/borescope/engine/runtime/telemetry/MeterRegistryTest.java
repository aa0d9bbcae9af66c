package io.borescope.engine.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.borescope.api.component.ComponentId;
import io.borescope.api.telemetry.Meter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterRegistryTest {
    private final MeterRegistry registry = new MeterRegistry(false);
    private final List<Runnable> belongings = new ArrayList<>();
    private final Meter source = meter("source");

    @Test
    void readsFiguresSortedByComponentAndName() {
        source.gauge("rings", "{ring}", "Rings mapped.", () -> 4);
        source.counter("polls", "{poll}", "Polls done.").add(2);
        source.counter("polls", "{poll}", "Polls done.").add(3);
        meter("another").gauge("rings", "{ring}", "Rings mapped.", () -> 1);

        assertThat(registry.read())
                .extracting(reading -> reading.key() + " " + reading.name() + " " + reading.value())
                .containsExactly("another rings 1", "source polls 5", "source rings 4");
    }

    @Test
    void forgetsGaugesWithTheirInstanceAndKeepsCounters() {
        source.gauge("rings", "{ring}", "Rings mapped.", () -> 4);
        source.counter("polls", "{poll}", "Polls done.").add(2);
        belongings.forEach(Runnable::run);

        assertThat(registry.read()).extracting(MetricReading::name).containsExactly("polls");
    }

    @Test
    void keepsTheGaugeOfANewInstanceWhenTheOldOneEnds() {
        source.gauge("rings", "{ring}", "Rings mapped.", () -> 4);
        source.gauge("rings", "{ring}", "Rings mapped.", () -> 5);
        belongings.getFirst().run();

        assertThat(registry.read()).extracting(MetricReading::value).containsExactly(5L);
    }

    @Test
    void leavesOutAGaugeThatThrows() {
        source.gauge("rings", "{ring}", "Rings mapped.", () -> {
            throw new IllegalStateException("closed");
        });

        assertThat(registry.read()).isEmpty();
    }

    @Test
    void refusesToCountBackwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> source.counter("polls", "{poll}", "Polls done.").add(-1));
    }

    private Meter meter(String id) {
        return registry.meter(ComponentKey.shared(ComponentKind.RECEIVER, ComponentId.parse(id)), belongings::add);
    }
}
