package io.borescope.engine.telemetry;

import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.telemetry.FigureLevel;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Hands the agent's figures to a reader of the SDK whenever it looks. Thread-safe. */
final class FigureProducer implements MetricProducer {
    /** A figure without dimension: its unit would be a suffix that says nothing. */
    private static final String NO_UNIT = "1";

    private final AgentFigures figures;
    private final FigureLevel level;
    private final boolean units;
    private final long startEpochNanos = epochNanos();

    /**
     * @param level the highest that is shown
     * @param units whether figures have their units
     */
    FigureProducer(AgentFigures figures, FigureLevel level, boolean units) {
        this.figures = figures;
        this.level = level;
        this.units = units;
    }

    @Override
    public Collection<MetricData> produce(Resource resource) {
        long now = epochNanos();
        List<MetricData> metrics = new ArrayList<>();
        for (FigureFamily family : figures.read()) {
            if (family.level().compareTo(level) <= 0 && !family.figures().isEmpty()) {
                metrics.add(new FigureMetric(
                        resource, family, units && !family.unit().equals(NO_UNIT), type(family), data(family, now)));
            }
        }
        return metrics;
    }

    private static MetricDataType type(FigureFamily family) {
        boolean real = family.figures().getFirst() instanceof Figure.Real;
        return switch (family.kind()) {
            case COUNTER -> real ? MetricDataType.DOUBLE_SUM : MetricDataType.LONG_SUM;
            case GAUGE -> real ? MetricDataType.DOUBLE_GAUGE : MetricDataType.LONG_GAUGE;
            case HISTOGRAM -> MetricDataType.HISTOGRAM;
        };
    }

    private Data<?> data(FigureFamily family, long now) {
        AggregationTemporality cumulative = AggregationTemporality.CUMULATIVE;
        return switch (type(family)) {
            case LONG_SUM -> SumData.createLongSumData(true, cumulative, wholes(family, now));
            case DOUBLE_SUM -> SumData.createDoubleSumData(true, cumulative, reals(family, now));
            case LONG_GAUGE -> GaugeData.createLongGaugeData(wholes(family, now));
            case DOUBLE_GAUGE -> GaugeData.createDoubleGaugeData(reals(family, now));
            default -> HistogramData.create(cumulative, distributions(family, now));
        };
    }

    private List<LongPointData> wholes(FigureFamily family, long now) {
        return of(family, Figure.Whole.class)
                .map(figure -> LongPointData.create(startEpochNanos, now, attributes(figure), figure.value()))
                .toList();
    }

    private List<DoublePointData> reals(FigureFamily family, long now) {
        return of(family, Figure.Real.class)
                .map(figure ->
                        DoublePointData.create(startEpochNanos, now, attributes(figure), figure.value(), List.of()))
                .toList();
    }

    private List<HistogramPointData> distributions(FigureFamily family, long now) {
        return of(family, Figure.Distribution.class)
                .map(figure -> HistogramPointData.create(
                        startEpochNanos,
                        now,
                        attributes(figure),
                        figure.sum(),
                        false,
                        0,
                        false,
                        0,
                        figure.bounds(),
                        figure.counts()))
                .toList();
    }

    private static <F extends Figure> Stream<F> of(FigureFamily family, Class<F> type) {
        return family.figures().stream().filter(type::isInstance).map(type::cast);
    }

    private static Attributes attributes(Figure figure) {
        AttributesBuilder attributes = Attributes.builder();
        figure.labels().forEach(attributes::put);
        return attributes.build();
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
