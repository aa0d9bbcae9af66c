package io.borescope.receiver.otlp;

import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.config.HostPort;
import io.borescope.api.tls.ServerTlsConfig;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** A receiver on ports that the system chose, and requests for it. */
final class Bench implements AutoCloseable {
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    final TestSettings settings = new TestSettings("otlp", new HandClock(0, 0));
    final Pipelines pipelines = new Pipelines();
    final OtlpReceiver receiver;

    private Bench(OtlpReceiverConfig config) throws StartException {
        this(config, RequestMemory.ofThisProcess());
    }

    private Bench(OtlpReceiverConfig config, RequestMemory memory) throws StartException {
        receiver = new OtlpReceiver(settings, config, pipelines, memory);
        receiver.start();
    }

    static Bench startWith(RequestMemory memory) throws StartException {
        return new Bench(config(null, null), memory);
    }

    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    static Bench start(KeepaliveConfig keepalive) throws StartException {
        return new Bench(new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(
                new GrpcConfig(ANY_PORT, 1, null, null, null, keepalive, false, null), null)));
    }

    static Bench start() throws StartException {
        return new Bench(config(null, null));
    }

    static Bench start(@Nullable ServerTlsConfig tls, @Nullable CorsConfig cors) throws StartException {
        return new Bench(config(tls, cors));
    }

    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    static OtlpReceiverConfig config(@Nullable ServerTlsConfig tls, @Nullable CorsConfig cors) {
        return new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(
                new GrpcConfig(ANY_PORT, 1, null, null, null, KeepaliveConfig.DEFAULTS, false, tls),
                http(null, null, tls, cors)));
    }

    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    private static HttpConfig http(
            @Nullable Integer connections,
            @Nullable Duration limit,
            @Nullable ServerTlsConfig tls,
            @Nullable CorsConfig cors) {
        return new HttpConfig(
                ANY_PORT,
                ByteSize.ofMebibytes(1),
                connections,
                limit,
                limit,
                limit,
                limit,
                false,
                null,
                null,
                null,
                tls,
                cors);
    }

    /** With limits that show. */
    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    static Bench start(int connections, Duration limit) throws StartException {
        return new Bench(new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(
                new GrpcConfig(ANY_PORT, 1, 4, connections, limit, KeepaliveConfig.DEFAULTS, false, null),
                http(connections, limit, null, null))));
    }

    /** HTTP alone, with limits that show. */
    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    static Bench startHttp(Duration head, Duration body, Duration idle) throws StartException {
        return new Bench(new OtlpReceiverConfig(new OtlpReceiverConfig.Protocols(
                null,
                new HttpConfig(
                        ANY_PORT, null, null, head, body, Duration.ZERO, idle, false, null, null, null, null, null))));
    }

    static ExportTraceServiceRequest traces(int spans) {
        Span span = Span.newBuilder().setName("work").build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(Collections.nCopies(spans, span))))
                .build();
    }

    static ExportMetricsServiceRequest metrics(int points) {
        NumberDataPoint point = NumberDataPoint.newBuilder().setAsInt(1).build();
        Metric metric = Metric.newBuilder()
                .setName("load")
                .setGauge(Gauge.newBuilder().addAllDataPoints(Collections.nCopies(points, point)))
                .build();
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build();
    }

    static ExportLogsServiceRequest logs(int records) {
        LogRecord log = LogRecord.newBuilder()
                .setBody(AnyValue.newBuilder().setStringValue("said"))
                .build();
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(Collections.nCopies(records, log))))
                .build();
    }

    @Override
    public void close() {
        receiver.close();
    }
}
