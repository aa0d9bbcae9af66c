package io.borescope.processor.filter;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.Value;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.attributes.MatchProperties.Property;
import io.borescope.attributes.MatchProperties.Severity;
import io.borescope.processor.filter.FilterConfig.LogMatch;
import io.borescope.processor.filter.FilterConfig.Logs;
import io.borescope.processor.filter.FilterConfig.MetricMatch;
import io.borescope.processor.filter.FilterConfig.Metrics;
import io.borescope.processor.filter.FilterConfig.Spans;
import io.borescope.processor.filter.FilterConfig.Traces;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Metrics ALL_METRICS = new Metrics(null, null, List.of(), List.of());
    private static final Logs ALL_LOGS = new Logs(null, null, List.of());
    private static final Spans ALL_SPANS = new Spans(null, null);
    private static final Traces ALL_TRACES = new Traces(List.of(), List.of());

    private final TestSettings settings = new TestSettings("filter", new HandClock(0, 0));

    private static FilterConfig metrics(@Nullable MetricMatch include, @Nullable MetricMatch exclude) {
        return new FilterConfig(
                null, new Metrics(include, exclude, List.of(), List.of()), ALL_LOGS, ALL_SPANS, ALL_TRACES);
    }

    private static FilterConfig conditions(List<String> metric, List<String> datapoint) {
        return new FilterConfig(null, new Metrics(null, null, metric, datapoint), ALL_LOGS, ALL_SPANS, ALL_TRACES);
    }

    private static FilterConfig logs(@Nullable LogMatch include, @Nullable LogMatch exclude, String... conditions) {
        return new FilterConfig(
                null, ALL_METRICS, new Logs(include, exclude, List.of(conditions)), ALL_SPANS, ALL_TRACES);
    }

    private static FilterConfig spans(List<String> span, List<String> spanevent) {
        return new FilterConfig(null, ALL_METRICS, ALL_LOGS, ALL_SPANS, new Traces(span, spanevent));
    }

    private static MetricMatch named(MatchType type, String... names) {
        return new MetricMatch(type, Map.of(), List.of(names), List.of());
    }

    @SuppressWarnings("unchecked") // it was asked for by its path
    private <B extends Batch> List<B> filtered(Signal<B> signal, B batch, FilterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        assertThat(problems).isEmpty();
        Collected<B> out = new Collected<>(signal);
        settings.path(signal, signal);
        long before = settings.lost("filtered");
        ((Processor<B>) new FilterFactory().create(settings, config, out)).consume(batch);
        assertThat(out.eventCount() + settings.lost("filtered") - before).isEqualTo(batch.eventCount());
        return out.batches();
    }

    private boolean keepsSpan(Span span, String condition) {
        var batch = OtelRecords.spans("shop", List.of(span));
        return !filtered(Signal.TRACES, batch, spans(List.of(condition), List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            attributes["code"] == 404                                        | true
            attributes["code"] == 404.0                                      | true
            attributes["code"] == "404"                                      | false
            attributes["code"] >= 400 and attributes["code"] < 500           | true
            attributes["code"] > 404                                         | false
            attributes["missing"] == nil                                     | true
            attributes["missing"] != nil or name == "other"                  | false
            attributes["missing"] < 5                                        | false
            not (name == "GET \\"x\\"")                                      | false
            name == "GET \\"x\\"" and kind == SPAN_KIND_SERVER               | true
            IsMatch(span.name, "^GET")                                       | true
            IsMatch(attributes["code"], "^4..$")                             | true
            IsMatch(attributes["missing"], ".*")                             | false
            resource.attributes["service.name"] == "shop"                    | true
            instrumentation_scope.name == "tests" and scope.version != "2"   | true
            status.code == STATUS_CODE_ERROR                                 | false
            attributes["ok"]                                                 | true
            attributes["ok"] == true and not attributes["code"] == 1         | true
            name == "a" or name == "b" or kind == 2                          | true
            trace_id.string == "0af7651916cd43dd0000000000000001"            | true
            attributes["code"] == -404                                       | false
            end_time_unix_nano - start_time_unix_nano == 1000                | true
            end_time_unix_nano - start_time_unix_nano + 0.5 > 1000           | true
            attributes["code"] - 4 - 400 == 0                                | true
            attributes["missing"] - 1 == nil                                 | true
            IsRootSpan()                                                     | true
            not IsRootSpan() or HasPrefix(name, "POST")                      | false
            HasPrefix(name, "GET") and HasSuffix(name, "\\"x\\"")          | true
            HasPrefix(attributes["code"], "4")                               | false
            """)
    void conditionsHoldOrDoNot(String condition, boolean holds) {
        Span span = OtelRecords.span(
                1, "GET \"x\"", Attributes.EMPTY.with("code", Value.of(404)).with("ok", Value.of(true)));
        assertThat(keepsSpan(span, condition)).isEqualTo(!holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name ==",
                "nosuch == 1",
                "(name == \"a\"",
                "name == \"a\" name",
                "name = \"a\"",
                "IsMatch(name, \"(\")",
                "IsMatch(name, name)",
                "Len(name) > 3",
                "attributes[0] == 1",
                "name == 'a'",
                "name == 99999999999999999999",
                "HasAttrKeyOnDatapoint(\"a\")",
                "HasPrefix(name)",
                "IsRootSpan",
                "name == \"a\" -",
                ""
            })
    void whatIsNotUnderstoodIsRefusedWithWhatToDo(String condition) {
        List<String> problems = new ArrayList<>();
        spans(List.of("name == \"a\"", condition), List.of())
                .validate((key, format, arguments) -> problems.add(key + " " + format.formatted(arguments)));
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("traces.span[1] ")
                .contains("Here conditions compare");
    }

    @Test
    void deepAndLongConditionsAreRefused() {
        List<String> problems = new ArrayList<>();
        spans(List.of("(".repeat(1_000), "not ".repeat(900) + "true", "x".repeat(5_000)), List.of())
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems).containsExactly("traces.span[0]", "traces.span[1]", "traces.span[2]");
    }

    @Test
    void eventsOfSpansAreLeftOutByThemselves() {
        Span span = OtelRecords.span(1, "a", Attributes.EMPTY)
                .with(List.of(
                        new Span.Event(1, "noise", texts("x", "y"), 0), new Span.Event(2, "exception", texts(), 0)));
        var kept = filtered(
                Signal.TRACES,
                OtelRecords.spans("s", List.of(span)),
                spans(List.of(), List.of("name == \"noise\" and span.name == \"a\" and attributes[\"x\"] == \"y\"")));
        assertThat(kept.getFirst().groups().getFirst().records().getFirst().events())
                .extracting(Span.Event::name)
                .containsExactly("exception");
    }

    @Test
    void logRecordsAreKeptBySeverityAndAttributes() {
        var batch = OtelRecords.logs(
                "s",
                OtelRecords.log(9, "info", texts("a", "1")),
                OtelRecords.log(17, "error", texts("a", "1")),
                OtelRecords.log(17, "other", texts("a", "2")));
        LogMatch errors = new LogMatch(
                MatchType.STRICT,
                List.of(),
                List.of(new Property("a", Value.of("1"))),
                List.of(),
                new Severity(13, false),
                List.of());
        assertThat(bodies(filtered(Signal.LOGS, batch, logs(errors, null)))).containsExactly("error");
    }

    @Test
    void logRecordsAreLeftOutByConditions() {
        var batch = OtelRecords.logs("s", OtelRecords.log(9, "info", texts()), OtelRecords.log(17, "error", texts()));
        assertThat(bodies(filtered(
                        Signal.LOGS,
                        batch,
                        logs(null, null, "severity_number < SEVERITY_NUMBER_WARN", "body == \"x\""))))
                .containsExactly("error");
    }

    private static List<String> bodies(List<LogBatch> batches) {
        List<String> bodies = new ArrayList<>();
        batches.forEach(batch -> batch.groups()
                .forEach(group ->
                        group.records().forEach(log -> bodies.add(log.body().asText()))));
        return bodies;
    }

    @Test
    void metricsAreKeptByNameAndDataPointsByAttributes() {
        var batch = OtelRecords.points(
                "s",
                OtelRecords.gauge("cpu", 1, texts("core", "0")),
                OtelRecords.gauge("mem", 1, texts("core", "0")),
                OtelRecords.metric(
                        "disk",
                        "1",
                        new Metric.Gauge(List.of(
                                OtelRecords.figure(Value.of(1), texts("core", "0")),
                                OtelRecords.figure(Value.of(2), texts("core", "1"))))));
        var kept = filtered(
                Signal.DATA_POINTS,
                batch,
                conditions(
                        List.of("name == \"mem\""),
                        List.of("attributes[\"core\"] == \"0\" and metric.name != \"cpu\"", "value_int == 7")));
        assertThat(kept.getFirst().groups().getFirst().records())
                .extracting(metric -> metric.name() + " " + metric.data().size())
                .containsExactly("cpu 1", "disk 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HasAttrKeyOnDatapoint("route")                                 | true
            HasAttrKeyOnDatapoint("missing")                               | false
            HasAttrOnDatapoint("route", "/a")                              | true
            HasAttrOnDatapoint("route", "/b")                              | false
            aggregation_temporality == AGGREGATION_TEMPORALITY_DELTA       | true
            is_monotonic and type == METRIC_DATA_TYPE_SUM                  | true
            """)
    void conditionsOfMetricsHoldOrDoNot(String condition, boolean holds) {
        var batch = OtelRecords.points(
                "shop", OtelRecords.counter("requests", Metric.Temporality.DELTA, 1, texts("route", "/a")));
        Metrics metrics = new Metrics(null, null, List.of(condition), List.of());
        FilterConfig config = new FilterConfig(null, metrics, ALL_LOGS, ALL_SPANS, ALL_TRACES);
        assertThat(filtered(Signal.DATA_POINTS, batch, config).isEmpty()).isEqualTo(holds);
    }

    @Test
    void metricsOfWindowsAreKeptByName() {
        MetricBatch batch = MetricRows.latencies(0);
        assertThat(filtered(Signal.METRICS, batch, metrics(named(MatchType.REGEXP, "^syscall_"), null)))
                .containsExactly(batch);
        assertThat(filtered(Signal.METRICS, batch, metrics(null, named(MatchType.STRICT, "syscall_read"))))
                .isEmpty();
    }

    @Test
    void rowsAreLeftOutByTheirAttributesWithTheirShareOfEvents() {
        var kept = filtered(
                Signal.METRICS,
                MetricRows.latencies(0),
                conditions(
                        List.of(), List.of("attributes[\"client_type\"] == \"geth\" and attributes[\"pid\"] == 10")));
        MetricBatch rows = kept.getFirst();
        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.require("client_type", TextColumn.class).get(0)).isEqualTo("reth");
        assertThat(rows.require("count", LongColumn.class).get(0)).isEqualTo(4);
        assertThat(rows.require("histogram", LongListColumn.class).get(0, 1)).isEqualTo(2);
        assertThat(rows.eventCount()).isEqualTo(4);
        assertThat(settings.lost("filtered")).isEqualTo(3);
    }

    @Test
    void includesAndExcludesByResource() {
        MetricMatch shop = new MetricMatch(
                MatchType.STRICT, Map.of(), List.of(), List.of(new Property("service.name", Value.of("shop"))));
        var batch = OtelRecords.points("shop", OtelRecords.gauge("g", 1, texts()));
        assertThat(filtered(Signal.DATA_POINTS, batch, metrics(shop, null))).hasSize(1);
        assertThat(filtered(Signal.DATA_POINTS, batch, metrics(null, shop))).isEmpty();
    }

    @Test
    void saysWhereSomethingIsWrong() {
        List<String> problems = new ArrayList<>();
        metrics(new MetricMatch(null, Map.of(), List.of(), List.of()), named(MatchType.REGEXP, "("))
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems)
                .containsExactly("metrics.include.match_type", "metrics.include", "metrics.exclude.metric_names[0]");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new FilterFactory()
                .create(settings.path(Signal.LOGS, Signal.LOGS), logs(null, null), new Collected<>(Signal.LOGS)));
    }
}
