package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Exponential.Side;
import io.borescope.api.otel.Value;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;

/** Writes metrics. */
final class MetricWriter {
    private final CommonWriter common;

    MetricWriter(CommonWriter common) {
        this.common = common;
    }

    ExportMetricsServiceRequest write(List<Group<Metric>> groups) {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        SameResource.runs(groups)
                .forEach(run -> request.addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(common.resource(run.resource()))
                        .setSchemaUrl(run.resource().schemaUrl())
                        .addAllScopeMetrics(
                                run.groups().stream().map(this::scope).toList())));
        return request.build();
    }

    private ScopeMetrics scope(Group<Metric> group) {
        return ScopeMetrics.newBuilder()
                .setScope(common.scope(group.scope()))
                .setSchemaUrl(group.scope().schemaUrl())
                .addAllMetrics(group.records().stream().map(this::metric).toList())
                .build();
    }

    private io.opentelemetry.proto.metrics.v1.Metric metric(Metric metric) {
        io.opentelemetry.proto.metrics.v1.Metric.Builder message = io.opentelemetry.proto.metrics.v1.Metric.newBuilder()
                .setName(metric.name())
                .setDescription(metric.description())
                .setUnit(metric.unit())
                .addAllMetadata(common.attributes(metric.metadata()));
        switch (metric.data()) {
            case Metric.Gauge gauge -> message.setGauge(Gauge.newBuilder().addAllDataPoints(figures(gauge.points())));
            case Metric.Sum sum ->
                message.setSum(Sum.newBuilder()
                        .addAllDataPoints(figures(sum.points()))
                        .setAggregationTemporality(temporality(sum.temporality()))
                        .setIsMonotonic(sum.monotonic()));
            case Metric.Histogram histogram ->
                message.setHistogram(Histogram.newBuilder()
                        .addAllDataPoints(
                                histogram.points().stream().map(this::buckets).toList())
                        .setAggregationTemporality(temporality(histogram.temporality())));
            case Metric.ExponentialHistogram histogram ->
                message.setExponentialHistogram(ExponentialHistogram.newBuilder()
                        .addAllDataPoints(histogram.points().stream()
                                .map(this::exponential)
                                .toList())
                        .setAggregationTemporality(temporality(histogram.temporality())));
            case Metric.Summary summary ->
                message.setSummary(Summary.newBuilder()
                        .addAllDataPoints(
                                summary.points().stream().map(this::quantiles).toList()));
        }
        return message.build();
    }

    private static AggregationTemporality temporality(Temporality temporality) {
        return switch (temporality) {
            case DELTA -> AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
            case CUMULATIVE -> AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
            case UNSPECIFIED -> AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED;
        };
    }

    private List<NumberDataPoint> figures(List<Point.Figure> points) {
        return points.stream().map(this::figure).toList();
    }

    private NumberDataPoint figure(Point.Figure point) {
        NumberDataPoint.Builder message = NumberDataPoint.newBuilder()
                .addAllAttributes(common.attributes(point.attributes()))
                .setStartTimeUnixNano(point.head().startEpochNanos())
                .setTimeUnixNano(point.head().epochNanos())
                .setFlags(point.head().flags())
                .addAllExemplars(exemplars(point.exemplars()));
        if (point.value() instanceof Value.Int(long value)) {
            message.setAsInt(value);
        } else if (point.value() instanceof Value.Real(double value)) {
            message.setAsDouble(value);
        }
        return message.build();
    }

    private HistogramDataPoint buckets(Point.Buckets point) {
        HistogramDataPoint.Builder message = HistogramDataPoint.newBuilder()
                .addAllAttributes(common.attributes(point.attributes()))
                .setStartTimeUnixNano(point.head().startEpochNanos())
                .setTimeUnixNano(point.head().epochNanos())
                .setFlags(point.head().flags())
                .setCount(point.count())
                .addAllBucketCounts(point.counts())
                .addAllExplicitBounds(point.bounds())
                .addAllExemplars(exemplars(point.exemplars()));
        point.sum().ifPresent(message::setSum);
        point.min().ifPresent(message::setMin);
        point.max().ifPresent(message::setMax);
        return message.build();
    }

    private ExponentialHistogramDataPoint exponential(Point.Exponential point) {
        ExponentialHistogramDataPoint.Builder message = ExponentialHistogramDataPoint.newBuilder()
                .addAllAttributes(common.attributes(point.attributes()))
                .setStartTimeUnixNano(point.head().startEpochNanos())
                .setTimeUnixNano(point.head().epochNanos())
                .setFlags(point.head().flags())
                .setCount(point.count())
                .setScale(point.scale())
                .setZeroCount(point.zeroCount())
                .setZeroThreshold(point.zeroThreshold())
                .setPositive(side(point.positive()))
                .setNegative(side(point.negative()))
                .addAllExemplars(exemplars(point.exemplars()));
        point.sum().ifPresent(message::setSum);
        point.min().ifPresent(message::setMin);
        point.max().ifPresent(message::setMax);
        return message.build();
    }

    private static ExponentialHistogramDataPoint.Buckets side(Side side) {
        return ExponentialHistogramDataPoint.Buckets.newBuilder()
                .setOffset(side.offset())
                .addAllBucketCounts(side.counts())
                .build();
    }

    private SummaryDataPoint quantiles(Point.Quantiles point) {
        SummaryDataPoint.Builder message = SummaryDataPoint.newBuilder()
                .addAllAttributes(common.attributes(point.attributes()))
                .setStartTimeUnixNano(point.head().startEpochNanos())
                .setTimeUnixNano(point.head().epochNanos())
                .setFlags(point.head().flags())
                .setCount(point.count())
                .setSum(point.sum());
        point.quantiles()
                .forEach(quantile -> message.addQuantileValues(SummaryDataPoint.ValueAtQuantile.newBuilder()
                        .setQuantile(quantile.quantile())
                        .setValue(quantile.value())));
        return message.build();
    }

    private List<Exemplar> exemplars(List<Point.Exemplar> exemplars) {
        return exemplars.stream().map(this::exemplar).toList();
    }

    private Exemplar exemplar(Point.Exemplar exemplar) {
        Exemplar.Builder message = Exemplar.newBuilder()
                .addAllFilteredAttributes(common.attributes(exemplar.attributes()))
                .setTimeUnixNano(exemplar.epochNanos())
                .setTraceId(common.id(exemplar.trace()))
                .setSpanId(common.id(exemplar.span()));
        if (exemplar.value() instanceof Value.Int(long value)) {
            message.setAsInt(value);
        } else if (exemplar.value() instanceof Value.Real(double value)) {
            message.setAsDouble(value);
        }
        return message.build();
    }
}
