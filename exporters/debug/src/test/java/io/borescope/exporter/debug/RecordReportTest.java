package io.borescope.exporter.debug;

import static io.borescope.testing.OtelRecords.START;
import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.borescope.testing.OtelRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordReportTest {
    private static String printed(Verbosity verbosity, int maxRows, OtelBatch<?> batch) {
        return new RecordReport(new Values(StandardCharsets.UTF_8), verbosity, maxRows).of(batch);
    }

    private static SpanBatch spans() {
        Span plain = OtelRecords.span(1_500, "GET /cart", texts("http.route", "/cart"));
        Span failed = new Span(
                new TraceId(1, 2),
                new SpanId(3),
                new SpanId(4),
                "vendor=1",
                1,
                "POST",
                3,
                START,
                START + 2_000_000_000L,
                Attributes.EMPTY,
                List.of(new Span.Event(START, "exception", texts("exception.type", "Timeout"), 0)),
                List.of(new Span.Link(new TraceId(5, 6), new SpanId(7), "", 0, Attributes.EMPTY, 0)),
                Span.Dropped.NOTHING,
                new Span.Status(2, "timed out"));
        return OtelRecords.spans("shop", List.of(plain, failed));
    }

    private static PointBatch points() {
        Metric histogram =
                OtelRecords.histogram("latency", Metric.Temporality.DELTA, List.of(0.1, 1.0), List.of(2L, 4L, 0L), 1.5);
        Metric summary = OtelRecords.metric(
                "gc",
                "s",
                new Metric.Summary(List.of(new Point.Quantiles(
                        OtelRecords.head(Attributes.EMPTY),
                        3,
                        0.75,
                        List.of(new Point.Quantiles.Quantile(0.5, 0.2))))));
        Metric exponential = OtelRecords.metric(
                "size",
                "By",
                new Metric.ExponentialHistogram(
                        List.of(new Point.Exponential(
                                OtelRecords.head(Attributes.EMPTY),
                                7,
                                OptionalDouble.of(2048),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                0,
                                1,
                                0,
                                new Point.Exponential.Side(3, List.of(4L, 2L)),
                                Point.Exponential.Side.EMPTY,
                                List.of())),
                        Metric.Temporality.CUMULATIVE));
        return OtelRecords.points(
                "shop",
                OtelRecords.counter("hits", Metric.Temporality.CUMULATIVE, 1_234, texts("code", "200")),
                histogram,
                exponential,
                summary);
    }

    @Test
    void printsARowPerSpan() {
        assertThat(printed(Verbosity.NORMAL, 50, spans())).isEqualTo("""
                2026-01-05 10:00:00.000 UTC  2 spans
                  time             service  span       kind    duration  status            trace                             id                attributes
                  10:00:00.000000  shop     GET /cart  server    1.50ms                    0af7651916cd43dd00000000000005dc  b7ad6b71692005dc  http.route=/cart
                  10:00:00.000000  shop     POST       client        2s  error: timed out  00000000000000010000000000000002  0000000000000003

                """);
    }

    @Test
    void printsARowPerLogRecord() {
        OtelBatch<?> logs = OtelRecords.logs(
                "shop",
                OtelRecords.log(9, "paid", texts("order", "7")),
                OtelRecords.log(24, "out of\nmemory", Attributes.EMPTY));
        assertThat(printed(Verbosity.NORMAL, 50, logs)).isEqualTo("""
                2026-01-05 10:00:00.000 UTC  2 log records
                  time             service  severity  body           attributes
                  10:00:00.000000  shop     info      paid           order=7
                  10:00:00.000000  shop     fatal     out of?memory

                """);
    }

    @Test
    void printsARowPerDataPointOfEveryKind() {
        assertThat(printed(Verbosity.NORMAL, 50, points())).isEqualTo("""
                2026-01-05 10:00:01.000 UTC  4 data points
                  time             service  metric   kind                    count  value  distribution  attributes
                  10:00:01.000000  shop     hits     counter cumulative             1,234                code=200
                  10:00:01.000000  shop     latency  histogram delta             6  1.50s  ▄█·
                  10:00:01.000000  shop     size     exponential cumulative      7   2KiB  ▂█▄
                  10:00:01.000000  shop     gc       summary                     3  750ms  0.5=0.2

                """);
    }

    @Test
    void basicIsALinePerBatch() {
        assertThat(printed(Verbosity.BASIC, 1, spans())).isEqualTo("2026-01-05 10:00:00.000 UTC  2 spans\n");
    }

    @Test
    void detailedPrintsEverythingThatASpanSays() {
        assertThat(printed(Verbosity.DETAILED, 50, spans()))
                .contains(
                        "  resource service.name=shop\n  scope tests 1\n",
                        "  span          GET /cart",
                        "    http.route  /cart",
                        "  event        10:00:00.000000 exception exception.type=Timeout",
                        "  link         00000000000000050000000000000006 0000000000000007",
                        "vendor=1")
                .containsOnlyOnce("resource");
    }

    @Test
    void detailedSaysWhatAPointCovers() {
        assertThat(printed(Verbosity.DETAILED, 1, points()))
                .contains(
                        "  kind         counter cumulative\n",
                        "  start        2026-01-05 10:00:00.000 UTC\n",
                        "  ... 3 more (max_rows: 1)\n");
    }

    @Test
    void saysHowManyRecordsWereLeftOut() {
        assertThat(printed(Verbosity.NORMAL, 1, spans()))
                .contains("  ... 1 more (max_rows: 1)\n")
                .doesNotContain("POST");
    }

    @Test
    void saysNothingAboutAnEmptyBatch() {
        assertThat(printed(Verbosity.DETAILED, 1, new SpanBatch(OtelRecords.id(), List.of())))
                .isEmpty();
    }

    @Test
    void recordsCannotSteerTheTerminal() {
        Values ascii = new Values(StandardCharsets.US_ASCII);
        String evil = "\u001b[2J\r\n" + "x".repeat(5_000);
        Attributes attributes = texts(evil, evil).with("list", new Value.Items(List.of(Value.of(evil))));
        Stream.of(
                        OtelRecords.spans(evil, List.of(OtelRecords.span(1, evil, attributes))),
                        OtelRecords.logs(evil, OtelRecords.log(0, evil, attributes)),
                        OtelRecords.points(evil, OtelRecords.gauge(evil, 1, attributes)))
                .forEach(batch -> {
                    for (Verbosity verbosity : Verbosity.values()) {
                        String printed = new RecordReport(ascii, verbosity, 10).of(batch);
                        assertThat(printed.chars().filter(c -> c != '\n')).allMatch(c -> c >= ' ' && c < 0x7f);
                        assertThat(printed.lines())
                                .allSatisfy(line -> assertThat(line).hasSizeLessThan(2_200));
                    }
                });
    }
}
