package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Data;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Exponential.Side;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.Point.Quantiles.Quantile;
import io.borescope.api.otel.Value;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads metrics. */
final class MetricReader {
    private final CommonReader common;

    MetricReader(CommonReader common) {
        this.common = common;
    }

    /** Metrics without data points of any kind say nothing and are left out. */
    List<Group<Metric>> read(ExportMetricsServiceRequest request) {
        List<Group<Metric>> groups = new ArrayList<>();
        for (ResourceMetrics metrics : request.getResourceMetricsList()) {
            OtelResource resource = common.resource(metrics.getResource(), metrics.getSchemaUrl());
            for (ScopeMetrics scope : metrics.getScopeMetricsList()) {
                List<Metric> read = scope.getMetricsList().stream()
                        .flatMap(metric -> metric(metric).stream())
                        .toList();
                if (!read.isEmpty()) {
                    groups.add(new Group<>(resource, common.scope(scope.getScope(), scope.getSchemaUrl()), read));
                }
            }
        }
        return groups;
    }

    private Optional<Metric> metric(io.opentelemetry.proto.metrics.v1.Metric metric) {
        return data(metric)
                .filter(data -> data.size() > 0)
                .map(data -> new Metric(
                        metric.getName(),
                        metric.getDescription(),
                        metric.getUnit(),
                        common.attributes(metric.getMetadataList()),
                        data));
    }

    private Optional<Data<?>> data(io.opentelemetry.proto.metrics.v1.Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE -> Optional.of(new Metric.Gauge(figures(metric.getGauge().getDataPointsList())));
            case SUM ->
                Optional.of(new Metric.Sum(
                        figures(metric.getSum().getDataPointsList()),
                        temporality(metric.getSum().getAggregationTemporality()),
                        metric.getSum().getIsMonotonic()));
            case HISTOGRAM ->
                Optional.of(new Metric.Histogram(
                        metric.getHistogram().getDataPointsList().stream()
                                .map(this::buckets)
                                .toList(),
                        temporality(metric.getHistogram().getAggregationTemporality())));
            case EXPONENTIAL_HISTOGRAM ->
                Optional.of(new Metric.ExponentialHistogram(
                        metric.getExponentialHistogram().getDataPointsList().stream()
                                .map(this::exponential)
                                .toList(),
                        temporality(metric.getExponentialHistogram().getAggregationTemporality())));
            case SUMMARY ->
                Optional.of(new Metric.Summary(metric.getSummary().getDataPointsList().stream()
                        .map(this::quantiles)
                        .toList()));
            case DATA_NOT_SET -> Optional.empty();
        };
    }

    private static Temporality temporality(AggregationTemporality temporality) {
        return switch (temporality) {
            case AGGREGATION_TEMPORALITY_DELTA -> Temporality.DELTA;
            case AGGREGATION_TEMPORALITY_CUMULATIVE -> Temporality.CUMULATIVE;
            case AGGREGATION_TEMPORALITY_UNSPECIFIED, UNRECOGNIZED -> Temporality.UNSPECIFIED;
        };
    }

    private List<Point.Figure> figures(List<NumberDataPoint> points) {
        return points.stream().map(this::figure).toList();
    }

    private Point.Figure figure(NumberDataPoint point) {
        Value value = switch (point.getValueCase()) {
            case AS_INT -> Value.of(point.getAsInt());
            case AS_DOUBLE -> Value.of(point.getAsDouble());
            case VALUE_NOT_SET -> Value.Empty.EMPTY;
        };
        Head head = head(
                point.getAttributesList(), point.getStartTimeUnixNano(), point.getTimeUnixNano(), point.getFlags());
        return new Point.Figure(head, value, exemplars(point.getExemplarsList()));
    }

    private Point.Buckets buckets(HistogramDataPoint point) {
        int counts = point.getBucketCountsCount();
        if (counts != 0 && counts != point.getExplicitBoundsCount() + 1) {
            throw new IllegalArgumentException(
                    "A histogram has %,d bounds and %,d counts; it has one count more than bounds, or none."
                            .formatted(point.getExplicitBoundsCount(), counts));
        }
        return new Point.Buckets(
                head(
                        point.getAttributesList(),
                        point.getStartTimeUnixNano(),
                        point.getTimeUnixNano(),
                        point.getFlags()),
                point.getCount(),
                optional(point.hasSum(), point.getSum()),
                optional(point.hasMin(), point.getMin()),
                optional(point.hasMax(), point.getMax()),
                point.getBucketCountsList(),
                point.getExplicitBoundsList(),
                exemplars(point.getExemplarsList()));
    }

    private Point.Exponential exponential(ExponentialHistogramDataPoint point) {
        return new Point.Exponential(
                head(
                        point.getAttributesList(),
                        point.getStartTimeUnixNano(),
                        point.getTimeUnixNano(),
                        point.getFlags()),
                point.getCount(),
                optional(point.hasSum(), point.getSum()),
                optional(point.hasMin(), point.getMin()),
                optional(point.hasMax(), point.getMax()),
                point.getScale(),
                point.getZeroCount(),
                point.getZeroThreshold(),
                side(point.getPositive()),
                side(point.getNegative()),
                exemplars(point.getExemplarsList()));
    }

    private static Side side(ExponentialHistogramDataPoint.Buckets buckets) {
        return new Side(buckets.getOffset(), buckets.getBucketCountsList());
    }

    private Point.Quantiles quantiles(SummaryDataPoint point) {
        return new Point.Quantiles(
                head(
                        point.getAttributesList(),
                        point.getStartTimeUnixNano(),
                        point.getTimeUnixNano(),
                        point.getFlags()),
                point.getCount(),
                point.getSum(),
                point.getQuantileValuesList().stream()
                        .map(value -> new Quantile(value.getQuantile(), value.getValue()))
                        .toList());
    }

    private Head head(List<KeyValue> attributes, long start, long end, int flags) {
        return new Head(common.attributes(attributes), start, end, flags);
    }

    private static OptionalDouble optional(boolean isThere, double value) {
        return isThere ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private List<Point.Exemplar> exemplars(List<Exemplar> exemplars) {
        return exemplars.stream().map(this::exemplar).toList();
    }

    private Point.Exemplar exemplar(Exemplar exemplar) {
        Value value = switch (exemplar.getValueCase()) {
            case AS_INT -> Value.of(exemplar.getAsInt());
            case AS_DOUBLE -> Value.of(exemplar.getAsDouble());
            case VALUE_NOT_SET -> Value.Empty.EMPTY;
        };
        return new Point.Exemplar(
                common.attributes(exemplar.getFilteredAttributesList()),
                exemplar.getTimeUnixNano(),
                value,
                common.traceId(exemplar.getTraceId()),
                common.spanId(exemplar.getSpanId()));
    }
}
