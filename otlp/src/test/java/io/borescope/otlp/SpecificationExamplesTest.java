package io.borescope.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.borescope.api.BatchId;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The examples that OTLP's specification comes with, in JSON and in protobuf's text form.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/tree/main/examples">examples (Apache-2.0)</a>
 */
final class SpecificationExamplesTest {
    private static final BatchId ID = new BatchId(new UUID(0, 1), new UUID(0, 2), 3);
    private static final OtlpLimits LIMITS = OtlpLimits.ofBytes(1 << 20);
    private static final TraceId TRACE = new TraceId(0x5b8efff798038103L, 0xd269b633813fc60cL);
    private static final SpanId SPAN = new SpanId(0xeee19b7ec3c1b174L);
    private static final SpanId PARENT = new SpanId(0xeee19b7ec3c1b173L);
    private static final long TIME = 1_544_712_660_300_000_000L;

    private static final OtelResource RESOURCE =
            new OtelResource(Attributes.of(Map.of("service.name", Value.of("my.service"))), 0, "");
    private static final Scope SCOPE = new Scope(
            "my.library",
            "1.0.0",
            Attributes.of(Map.of("my.scope.attribute", Value.of("some scope attribute"))),
            0,
            "");

    @Test
    void spans() throws Exception {
        SpanBatch expected = batch(new Span(
                TRACE,
                SPAN,
                PARENT,
                "",
                0,
                "I'm a server span",
                2,
                1_544_712_660_000_000_000L,
                1_544_712_661_000_000_000L,
                someValue("my.span.attr"),
                List.of(),
                List.of(),
                Span.Dropped.NOTHING,
                Span.Status.UNSET));
        assertThat(OtlpSignal.TRACES.readRequest(bytes("trace.json"), Encoding.JSON, LIMITS, ID))
                .isEqualTo(expected);
        byte[] protobuf = TextFormat.parse(text("trace.protobuf-text"), ExportTraceServiceRequest.class)
                .toByteArray();
        assertThat(OtlpSignal.TRACES.readRequest(protobuf, Encoding.PROTOBUF, LIMITS, ID))
                .isEqualTo(expected);
    }

    private static SpanBatch batch(Span span) {
        return new SpanBatch(ID, List.of(new Group<>(RESOURCE, SCOPE, List.of(span))));
    }

    @Test
    void logRecords() throws Exception {
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("string.attribute", Value.of("some string"));
        attributes.put("boolean.attribute", Value.of(true));
        attributes.put("int.attribute", Value.of(10));
        attributes.put("double.attribute", Value.of(637.704));
        attributes.put("array.attribute", new Value.Items(List.of(Value.of("many"), Value.of("values"))));
        attributes.put("map.attribute", new Value.Fields(someValue("some.map.key")));
        LogRecord expected = new LogRecord(
                TIME,
                TIME,
                0,
                "Information",
                "",
                Value.of("Example log record"),
                Attributes.of(attributes),
                0,
                0,
                TRACE,
                SPAN);
        assertThat(OtlpSignal.LOGS.readRequest(bytes("logs.json"), Encoding.JSON, LIMITS, ID))
                .isEqualTo(new LogBatch(ID, List.of(new Group<>(RESOURCE, SCOPE, List.of(expected)))));
    }

    /** Its kvlistValue is a list; by the specification it is a message with the field values. */
    @Test
    void theExampleOfEventsIsNoOtlp() throws Exception {
        byte[] example = bytes("events.json");
        assertThatThrownBy(() -> OtlpSignal.LOGS.readRequest(example, Encoding.JSON, LIMITS, ID))
                .isInstanceOf(MalformedOtlpException.class);
        String repaired = new String(example, StandardCharsets.UTF_8)
                .replaceFirst("(?s)\"kvlistValue\": (\\[.*?\\n +\\])", "\"kvlistValue\": { \"values\": $1 }");
        LogBatch read =
                OtlpSignal.LOGS.readRequest(repaired.getBytes(StandardCharsets.UTF_8), Encoding.JSON, LIMITS, ID);
        Map<String, Value> body = new LinkedHashMap<>();
        body.put("type", Value.of(0));
        body.put("title", Value.of("Free Online GUID Generator"));
        assertThat(read.groups().getFirst().records())
                .containsExactly(new LogRecord(
                        TIME,
                        TIME,
                        9,
                        "",
                        "",
                        new Value.Fields(Attributes.of(body)),
                        Attributes.of(Map.of("event.name", Value.of("browser.page_view"))),
                        0,
                        0,
                        TraceId.NONE,
                        SpanId.NONE));
    }

    @Test
    void metrics() throws Exception {
        List<Metric> expected = List.of(
                metric(
                        "my.counter",
                        "I am a Counter",
                        new Metric.Sum(List.of(figure("my.counter.attr", TIME, 5)), Temporality.DELTA, true)),
                metric("my.gauge", "I am a Gauge", new Metric.Gauge(List.of(figure("my.gauge.attr", 0, 10)))),
                metric(
                        "my.histogram",
                        "I am a Histogram",
                        new Metric.Histogram(
                                List.of(new Point.Buckets(
                                        new Head(someValue("my.histogram.attr"), TIME, TIME, 0),
                                        2,
                                        OptionalDouble.of(2),
                                        OptionalDouble.of(0),
                                        OptionalDouble.of(2),
                                        List.of(1L, 1L),
                                        List.of(1.0),
                                        List.of())),
                                Temporality.DELTA)));
        PointBatch batch = new PointBatch(ID, List.of(new Group<>(RESOURCE, SCOPE, expected)));
        assertThat(OtlpSignal.METRICS.readRequest(bytes("metrics.json"), Encoding.JSON, LIMITS, ID))
                .isEqualTo(batch);
        byte[] protobuf = TextFormat.parse(text("metrics.protobuf-text"), ExportMetricsServiceRequest.class)
                .toByteArray();
        assertThat(OtlpSignal.METRICS.readRequest(protobuf, Encoding.PROTOBUF, LIMITS, ID))
                .isEqualTo(batch);
    }

    private static Metric metric(String name, String description, Metric.Data<?> data) {
        return new Metric(name, description, "1", Attributes.EMPTY, data);
    }

    private static Point.Figure figure(String attribute, long start, double value) {
        return new Point.Figure(new Head(someValue(attribute), start, TIME, 0), Value.of(value), List.of());
    }

    private static Attributes someValue(String name) {
        return Attributes.of(Map.of(name, Value.of("some value")));
    }

    private static byte[] bytes(String example) throws IOException {
        try (InputStream in = SpecificationExamplesTest.class.getResourceAsStream("specification/" + example)) {
            return Objects.requireNonNull(in, example).readAllBytes();
        }
    }

    private static String text(String example) throws IOException {
        return new String(bytes(example), StandardCharsets.UTF_8);
    }
}
