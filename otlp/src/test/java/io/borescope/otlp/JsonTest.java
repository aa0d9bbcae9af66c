package io.borescope.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.BatchId;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.OtelBatch;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OTLP/JSON does otherwise than protobuf's JSON, and every kind of record, as others write it. */
final class JsonTest {
    private static final BatchId ID = new BatchId(new UUID(0, 1), new UUID(0, 2), 3);
    private static final OtlpLimits LIMITS = OtlpLimits.ofBytes(1 << 20);
    private static final TraceId TRACE = new TraceId(0x5b8efff798038103L, 0xd269b633813fc60cL);
    private static final SpanId SPAN = new SpanId(0xeee19b7ec3c1b174L);
    private static final long SECOND = 1_000_000_000;
    private static final long START = 1_760_000_000 * SECOND;
    private static final long END = START + SECOND;

    @Test
    void readsSpans() throws Exception {
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("http.response.status_code", Value.of(503));
        attributes.put("retried", Value.of(true));
        attributes.put("empty", Value.Empty.EMPTY);
        attributes.put("tags", new Value.Items(List.of(Value.of("a"), Value.of(-1))));
        attributes.put("raw", new Value.Bytes(new byte[] {1, 2, -1}));
        attributes.put("user", new Value.Fields(Attributes.of(Map.of("id", Value.of("7")))));
        Span span = new Span(
                new TraceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL),
                new SpanId(0xb7ad6b7169203331L),
                SpanId.NONE,
                "congo=t61rcWkgMzE",
                257,
                "POST /cart",
                2,
                START + 1,
                START + SECOND / 4,
                Attributes.of(attributes),
                List.of(new Span.Event(START + SECOND / 10, "exception", Attributes.EMPTY, 0)),
                List.of(new Span.Link(new TraceId(0, 1), new SpanId(2), "", 0, Attributes.EMPTY, 3)),
                new Span.Dropped(0, 2, 0),
                new Span.Status(2, "upstream away"));
        OtelResource resource = new OtelResource(
                Attributes.of(Map.of("service.name", Value.of("checkout"), "host.cpu.count", Value.of(8))),
                0,
                "https://opentelemetry.io/schemas/1.27.0");
        Scope scope = new Scope("shop.http", "3.1.0", Attributes.of(Map.of("level", Value.of(0.5))), 0, "");
        assertThat(read(OtlpSignal.TRACES, "spans.json"))
                .isEqualTo(new SpanBatch(ID, List.of(new Group<>(resource, scope, List.of(span)))));
    }

    @Test
    void readsLogRecords() throws Exception {
        LogRecord first = new LogRecord(
                START + 3 * SECOND / 10,
                START + 4 * SECOND / 10,
                10,
                "Information",
                "invoice.charged",
                Value.of("charged"),
                Attributes.of(Map.of("amount", Value.of(Double.NaN))),
                0,
                1,
                TRACE,
                SPAN);
        LogRecord second = new LogRecord(
                0,
                0,
                17,
                "",
                "",
                new Value.Fields(Attributes.EMPTY),
                Attributes.EMPTY,
                0,
                0,
                TraceId.NONE,
                SpanId.NONE);
        assertThat(read(OtlpSignal.LOGS, "logs.json"))
                .isEqualTo(new LogBatch(
                        ID, List.of(new Group<>(service("billing"), Scope.of("stdout", ""), List.of(first, second)))));
    }

    @Test
    void readsMetrics() throws Exception {
        Metric sum = new Metric(
                "requests",
                "Answered requests.",
                "{request}",
                Attributes.EMPTY,
                new Metric.Sum(
                        List.of(new Point.Figure(
                                new Head(Attributes.of(Map.of("code", Value.of(200))), START, END, 0),
                                Value.of(5),
                                List.of())),
                        Temporality.DELTA,
                        true));
        Metric gauge = new Metric(
                "load",
                "",
                "1",
                Attributes.EMPTY,
                new Metric.Gauge(List.of(new Point.Figure(at(0), Value.of(0.25), List.of()))));
        Metric histogram = new Metric(
                "duration",
                "",
                "s",
                Attributes.EMPTY,
                new Metric.Histogram(
                        List.of(new Point.Buckets(
                                at(START),
                                3,
                                OptionalDouble.of(2.5),
                                OptionalDouble.of(0),
                                OptionalDouble.empty(),
                                List.of(1L, 2L, 0L),
                                List.of(0.5, 1.0),
                                List.of(new Point.Exemplar(
                                        Attributes.EMPTY, START + SECOND / 2, Value.of(0.7), TRACE, SPAN)))),
                        Temporality.CUMULATIVE));
        Metric exponential = new Metric(
                "size",
                "",
                "",
                Attributes.EMPTY,
                new Metric.ExponentialHistogram(
                        List.of(new Point.Exponential(
                                at(0),
                                4,
                                OptionalDouble.of(100),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                -1,
                                1,
                                0,
                                new Point.Exponential.Side(-2, List.of(0L, 2L, 1L)),
                                Point.Exponential.Side.EMPTY,
                                List.of())),
                        Temporality.CUMULATIVE));
        Metric summary = new Metric(
                "old",
                "",
                "",
                Attributes.EMPTY,
                new Metric.Summary(
                        List.of(new Point.Quantiles(at(0), 2, 3, List.of(new Point.Quantiles.Quantile(0.99, 2))))));
        assertThat(read(OtlpSignal.METRICS, "metrics.json"))
                .isEqualTo(new PointBatch(
                        ID,
                        List.of(new Group<>(
                                service("proxy"),
                                Scope.of("meter", "1"),
                                List.of(sum, gauge, histogram, exponential, summary)))));
    }

    @Test
    void writesIdsInHexEnumsAsNumbersAndLongsAsText() throws Exception {
        SpanBatch batch = read(OtlpSignal.TRACES, "spans.json");
        assertThat(new String(OtlpSignal.TRACES.writeRequest(batch, Encoding.JSON), StandardCharsets.UTF_8))
                .contains(
                        "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"",
                        "\"spanId\":\"b7ad6b7169203331\"",
                        "\"kind\":2",
                        "\"code\":2",
                        "\"startTimeUnixNano\":\"1760000000000000001\"",
                        "\"intValue\":\"503\"")
                .doesNotContain("parentSpanId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"5b8efff798038103d269b633813fc60\"",
                "\"5b8efff798038103d269b633813fc60c00\"",
                "\"not hex, and not base64 either!!\"",
                "\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\"",
                "\"W47/95gDgQPSabYzgT/GDA==\"",
                "17"
            })
    void refusesAnIdThatIsNoneInHex(String id) {
        String request = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":" + id + "}]}]}]}";
        assertThatThrownBy(() -> OtlpSignal.TRACES.readRequest(
                        request.getBytes(StandardCharsets.UTF_8), Encoding.JSON, LIMITS, ID))
                .isInstanceOf(MalformedOtlpException.class);
    }

    @Test
    void saysInALineWhatIsNoJson() {
        assertThatThrownBy(() ->
                        OtlpSignal.LOGS.readRequest("{\"x".getBytes(StandardCharsets.UTF_8), Encoding.JSON, LIMITS, ID))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessage("Unterminated string at line 1 column 4 path $.");
    }

    private static <B extends OtelBatch<?>> B read(OtlpSignal<B> signal, String resource)
            throws IOException, MalformedOtlpException {
        try (InputStream in = Objects.requireNonNull(JsonTest.class.getResourceAsStream(resource))) {
            return signal.readRequest(in.readAllBytes(), Encoding.JSON, LIMITS, ID);
        }
    }

    private static OtelResource service(String name) {
        return OtelResource.of(Attributes.ofTexts(Map.of("service.name", name)));
    }

    private static Head at(long start) {
        return new Head(Attributes.EMPTY, start, END, 0);
    }
}
