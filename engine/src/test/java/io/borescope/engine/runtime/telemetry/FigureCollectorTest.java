package io.borescope.engine.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.component.ComponentId;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What components say of themselves stays within bounds. */
final class FigureCollectorTest {
    private static final ComponentKey KEY = ComponentKey.shared(ComponentKind.RECEIVER, ComponentId.parse("source/a"));

    private final FigureCollector collector = new FigureCollector();

    private static MetricReading reading(String label, long value) {
        return new MetricReading(KEY, "runs", new TreeMap<>(Map.of("program", label)), "{run}", "Runs.", true, value);
    }

    private FigureFamily family(String name) {
        return collector.families().stream()
                .filter(family -> family.name().equals(EngineMetric.PREFIX + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMetricHasALimitedNumberOfSeriesAndTheRestIsCounted() {
        for (int i = 0; i < FigureCollector.MAX_FIGURES + 23; i++) {
            collector.addOwn(reading("p" + i, i));
        }
        assertThat(family("receiver_source_runs").figures()).hasSize(FigureCollector.MAX_FIGURES);
        assertThat(family("telemetry_figures_left_out").figures())
                .singleElement()
                .isEqualTo(new Figure.Whole(new TreeMap<>(), 23));
    }

    @Test
    void longLabelsAreCutAndTheIdIsAmongThem() {
        collector.addOwn(reading("x".repeat(10_000), 1));
        assertThat(family("receiver_source_runs").figures())
                .singleElement()
                .satisfies(figure -> assertThat(figure.labels())
                        .containsEntry("program", "x".repeat(FigureCollector.MAX_LABEL_LENGTH))
                        .containsEntry("receiver", "source/a"));
    }

    @Test
    void aHistogramCountsEachObservationOnceInTheFirstBucketThatHoldsIt() {
        Histogram histogram = Histogram.ofDurations();
        histogram.observe(1_000_000);
        histogram.observe(1_000_001);
        histogram.observe(60_000_000_000L);
        assertThat(histogram.counts().getFirst()).isEqualTo(1);
        assertThat(histogram.counts().get(1)).isEqualTo(1);
        assertThat(histogram.counts().getLast()).isEqualTo(1);
        assertThat(histogram.sum()).isEqualTo(60.002000001);
    }
}
