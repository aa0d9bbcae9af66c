package io.borescope.distribution;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.testing.OtelRecords;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.stream.LongStream;

/** Batches whose records are numbers, in every signal, and how a backend finds them again: {@code logs 7}, {@code traces 8}. */
final class Numbers {
    private static final String ROWS = "rows";
    private static final String POINTS = "points";

    private static final MetricDescriptor DESCRIPTOR = new MetricDescriptor(
            ROWS,
            "Numbers.",
            MetricKind.SUM,
            "{event}", // of which a row is one data point
            Temporality.DELTA,
            List.of(),
            List.of(ColumnSpec.integer(MetricDescriptor.SUM, "{event}")),
            List.of());

    private Numbers() {}

    /** What a number of this signal is called by {@link #in}. */
    static String name(Signal<?> signal, long number) {
        return kind(signal) + " " + number;
    }

    /** What all names of this signal begin with. */
    static String kind(Signal<?> signal) {
        return signal == Signal.METRICS ? ROWS : signal == Signal.DATA_POINTS ? POINTS : signal.name();
    }

    /** A batch of so many records, from a number on. */
    static Batch batch(Signal<?> signal, ReceiverSettings settings, long first, int count) {
        LongStream numbers = LongStream.range(first, first + count);
        if (signal == Signal.LOGS) {
            return OtelRecords.logs("numbers", numbers.mapToObj(Numbers::log).toArray(LogRecord[]::new));
        } else if (signal == Signal.TRACES) {
            return OtelRecords.spans(
                    "numbers",
                    numbers.mapToObj(number -> OtelRecords.span((int) number, "" + number, Attributes.EMPTY))
                            .toList());
        } else if (signal == Signal.DATA_POINTS) {
            return OtelRecords.points(
                    "numbers",
                    numbers.mapToObj(number -> OtelRecords.gauge(POINTS, (double) number, Attributes.EMPTY))
                            .toArray(Metric[]::new));
        }
        return rows(settings, numbers.toArray());
    }

    private static LogRecord log(long number) {
        return OtelRecords.log(9, Long.toString(number), Attributes.EMPTY);
    }

    private static MetricBatch rows(ReceiverSettings settings, long[] numbers) {
        long first = numbers[0];
        return new MetricBatch(
                settings.batchIds().next(),
                settings.resource(),
                DESCRIPTOR,
                new Window(first, new ClockMapping(0, 0), first, first + 1, 0, 0, 0),
                first,
                List.of(new LongColumn(numbers)),
                numbers.length,
                0);
    }

    /** What a program of its own would send: so many log records, from a number on. */
    static ExportLogsServiceRequest logsRequest(long first, int count) {
        ScopeLogs.Builder logs = ScopeLogs.newBuilder();
        LongStream.range(first, first + count)
                .forEach(number -> logs.addLogRecords(io.opentelemetry.proto.logs.v1.LogRecord.newBuilder()
                        .setBody(AnyValue.newBuilder().setStringValue("" + number))));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(logs))
                .build();
    }

    /** So many spans, from a number on. */
    static ExportTraceServiceRequest tracesRequest(long first, int count) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        LongStream.range(first, first + count)
                .forEach(number -> spans.addSpans(Span.newBuilder().setName("" + number)));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build();
    }

    /** So many data points, from a number on. */
    static ExportMetricsServiceRequest metricsRequest(long first, int count) {
        Gauge.Builder gauge = Gauge.newBuilder();
        LongStream.range(first, first + count)
                .forEach(number ->
                        gauge.addDataPoints(NumberDataPoint.newBuilder().setAsDouble((double) number)));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(io.opentelemetry.proto.metrics.v1.Metric.newBuilder()
                                        .setName(POINTS)
                                        .setGauge(gauge))))
                .build();
    }

    static List<String> in(ExportLogsServiceRequest request) {
        return request.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .map(log -> "logs " + log.getBody().getStringValue())
                .toList();
    }

    static List<String> in(ExportTraceServiceRequest request) {
        return request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> "traces " + span.getName())
                .toList();
    }

    static List<String> in(ExportMetricsServiceRequest request) {
        return request.getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .flatMap(metric -> Numbers.in(metric).stream())
                .toList();
    }

    private static List<String> in(io.opentelemetry.proto.metrics.v1.Metric metric) {
        if (metric.hasGauge()) {
            return metric.getGauge().getDataPointsList().stream()
                    .map(point -> metric.getName() + " " + (long) point.getAsDouble())
                    .toList();
        }
        return metric.getSum().getDataPointsList().stream()
                .map(point -> metric.getName() + " " + point.getAsInt())
                .toList();
    }
}
