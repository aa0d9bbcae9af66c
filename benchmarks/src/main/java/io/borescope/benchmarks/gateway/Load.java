package io.borescope.benchmarks.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What is sent: records of one signal as services have them, each with eight attributes. */
enum Load {
    SPANS("spans", "opentelemetry.proto.collector.trace.v1.TraceService") {
        @Override
        byte[] request(int records, Random random) {
            ScopeSpans.Builder spans = ScopeSpans.newBuilder().setScope(SCOPE);
            for (int i = 0; i < records; i++) {
                long start = START + i * 1_000L;
                spans.addSpans(Span.newBuilder()
                        .setTraceId(id(random, 16))
                        .setSpanId(id(random, 8))
                        .setParentSpanId(id(random, 8))
                        .setName("GET /cart/{id}")
                        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                        .setStartTimeUnixNano(start)
                        .setEndTimeUnixNano(start + random.nextInt(1_000_000))
                        .addAllAttributes(attributes(random)));
            }
            return ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(
                            ResourceSpans.newBuilder().setResource(RESOURCE).addScopeSpans(spans))
                    .build()
                    .toByteArray();
        }

        @Override
        int count(byte[] request) throws InvalidProtocolBufferException {
            return ExportTraceServiceRequest.parseFrom(request).getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .mapToInt(ScopeSpans::getSpansCount)
                    .sum();
        }
    },

    LOG_RECORDS("log records", "opentelemetry.proto.collector.logs.v1.LogsService") {
        @Override
        byte[] request(int records, Random random) {
            ScopeLogs.Builder logs = ScopeLogs.newBuilder().setScope(SCOPE);
            for (int i = 0; i < records; i++) {
                logs.addLogRecords(LogRecord.newBuilder()
                        .setTimeUnixNano(START + i * 1_000L)
                        .setObservedTimeUnixNano(START + i * 1_000L)
                        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                        .setSeverityText("INFO")
                        .setBody(string(
                                "order " + random.nextInt(1_000_000) + " was accepted and handed to the warehouse"))
                        .addAllAttributes(attributes(random)));
            }
            return ExportLogsServiceRequest.newBuilder()
                    .addResourceLogs(
                            ResourceLogs.newBuilder().setResource(RESOURCE).addScopeLogs(logs))
                    .build()
                    .toByteArray();
        }

        @Override
        int count(byte[] request) throws InvalidProtocolBufferException {
            return ExportLogsServiceRequest.parseFrom(request).getResourceLogsList().stream()
                    .flatMap(resource -> resource.getScopeLogsList().stream())
                    .mapToInt(ScopeLogs::getLogRecordsCount)
                    .sum();
        }
    },

    DATA_POINTS("data points", "opentelemetry.proto.collector.metrics.v1.MetricsService") {
        @Override
        byte[] request(int records, Random random) {
            Sum.Builder sum = Sum.newBuilder()
                    .setIsMonotonic(true)
                    .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            for (int i = 0; i < records; i++) {
                sum.addDataPoints(NumberDataPoint.newBuilder()
                        .setStartTimeUnixNano(START)
                        .setTimeUnixNano(START + i)
                        .setAsInt(random.nextInt())
                        .addAllAttributes(attributes(random)));
            }
            return ExportMetricsServiceRequest.newBuilder()
                    .addResourceMetrics(ResourceMetrics.newBuilder()
                            .setResource(RESOURCE)
                            .addScopeMetrics(ScopeMetrics.newBuilder()
                                    .setScope(SCOPE)
                                    .addMetrics(Metric.newBuilder()
                                            .setName("http.server.requests")
                                            .setSum(sum))))
                    .build()
                    .toByteArray();
        }

        @Override
        int count(byte[] request) throws InvalidProtocolBufferException {
            return ExportMetricsServiceRequest.parseFrom(request).getResourceMetricsList().stream()
                    .flatMap(resource -> resource.getScopeMetricsList().stream())
                    .flatMap(scope -> scope.getMetricsList().stream())
                    .mapToInt(metric -> metric.getSum().getDataPointsCount())
                    .sum();
        }
    };

    private static final long START = 1_760_000_000_000_000_000L;
    private static final Resource RESOURCE = Resource.newBuilder()
            .addAttributes(attribute("service.name", string("checkout")))
            .addAttributes(attribute("service.instance.id", string("checkout-7d9f8-x2x4z")))
            .addAttributes(attribute("host.name", string("node-17")))
            .build();
    private static final InstrumentationScope SCOPE = InstrumentationScope.newBuilder()
            .setName("shop.http")
            .setVersion("3.1.0")
            .build();

    private final String text;
    private final String service;

    Load(String text, String service) {
        this.text = text;
        this.service = service;
    }

    /** A request with so many records. */
    abstract byte[] request(int records, Random random);

    /** The records in a request. */
    abstract int count(byte[] request) throws InvalidProtocolBufferException;

    String text() {
        return text;
    }

    /** The call that carries it. */
    MethodDescriptor<byte[], byte[]> method() {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, "Export"))
                .setRequestMarshaller(Bytes.INSTANCE)
                .setResponseMarshaller(Bytes.INSTANCE)
                .build();
    }

    String service() {
        return service;
    }

    private static ByteString id(Random random, int length) {
        ByteBuffer id = ByteBuffer.allocate(length);
        while (id.hasRemaining()) {
            id.putLong(random.nextLong());
        }
        return ByteString.copyFrom(id.flip());
    }

    private static List<KeyValue> attributes(Random random) {
        List<KeyValue> texts = IntStream.range(0, 6)
                .mapToObj(i -> attribute("shop.attribute." + i, string("value-" + random.nextInt(1_000))))
                .toList();
        return IntStream.range(0, 8)
                .mapToObj(i -> i < 6
                        ? texts.get(i)
                        : attribute(
                                "shop.number." + i,
                                AnyValue.newBuilder()
                                        .setIntValue(random.nextInt())
                                        .build()))
                .toList();
    }

    private static KeyValue attribute(String name, AnyValue value) {
        return KeyValue.newBuilder().setKey(name).setValue(value).build();
    }

    private static AnyValue string(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }
}
