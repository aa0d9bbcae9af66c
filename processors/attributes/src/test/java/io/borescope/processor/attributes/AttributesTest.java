package io.borescope.processor.attributes;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import io.borescope.attributes.AttributeAction;
import io.borescope.attributes.AttributeAction.Kind;
import io.borescope.attributes.MatchProperties;
import io.borescope.attributes.MatchProperties.MatchType;
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

class AttributesTest {
    private static final AttributeAction TEAM =
            new AttributeAction("team", Kind.UPSERT, Value.of("shop"), null, null, null, null, null);

    private static MatchProperties services(String... names) {
        return new MatchProperties(
                MatchType.STRICT,
                Map.of(),
                List.of(names),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static AttributesConfig config(
            @Nullable MatchProperties include, @Nullable MatchProperties exclude, AttributeAction... actions) {
        return new AttributesConfig(List.of(actions), include, exclude);
    }

    @SuppressWarnings("unchecked") // it was asked for by its path
    private static <B extends Batch> B changed(Signal<B> signal, B batch, AttributesConfig config) {
        Collected<B> out = new Collected<>(signal);
        TestSettings settings = new TestSettings("attributes", new HandClock(0, 0)).path(signal, signal);
        Processor<B> processor = (Processor<B>) new AttributesFactory().create(settings, config, out);
        processor.consume(batch);
        return out.batches().getFirst();
    }

    @Test
    void changesSpans() {
        assertThat(OtelRecords.attribute(
                        "team", changed(Signal.TRACES, OtelRecords.spans("a", 1, 2), config(null, null, TEAM))))
                .containsExactly("shop", "shop");
    }

    @Test
    void changesLogRecords() {
        var logs = changed(
                Signal.LOGS, OtelRecords.logs("a", OtelRecords.log(9, "x", texts("a", "b"))), config(null, null, TEAM));
        assertThat(logs.groups().getFirst().records().getFirst().attributes())
                .isEqualTo(texts("a", "b", "team", "shop"));
    }

    @Test
    void changesEachDataPoint() {
        var points = changed(
                Signal.DATA_POINTS,
                OtelRecords.points("a", OtelRecords.gauge("g", 1, texts("a", "b"))),
                config(null, null, TEAM));
        assertThat(points.groups().getFirst().records().getFirst().data().points())
                .singleElement()
                .satisfies(point -> assertThat(point.attributes()).isEqualTo(texts("a", "b", "team", "shop")));
    }

    @Test
    void changesOnlyWhatIsIncludedAndNotExcluded() {
        var spans = OtelRecords.spans("a", 1, 1);
        assertThat(changed(Signal.TRACES, spans, config(services("b"), null, TEAM))
                        .groups())
                .isEqualTo(spans.groups());
        assertThat(changed(Signal.TRACES, spans, config(services("a"), services("a"), TEAM))
                        .groups())
                .isEqualTo(spans.groups());
        assertThat(changed(Signal.TRACES, spans, config(services("a"), services("b"), TEAM))
                        .groups())
                .isNotEqualTo(spans.groups());
    }

    @Test
    void rowsTakeAttributesInTheirColumnsAndInTheMap() {
        MetricBatch rows = changed(
                Signal.METRICS,
                MetricRows.latencies(0),
                config(
                        null,
                        null,
                        TEAM,
                        new AttributeAction("container.id", Kind.DELETE, null, null, null, null, null, null),
                        new AttributeAction("copy", Kind.INSERT, null, "pid", null, null, null, null),
                        new AttributeAction("pid", Kind.DELETE, null, null, null, null, null, null),
                        new AttributeAction("client_type", Kind.UPDATE, Value.of("el"), null, null, null, null, null)));

        assertThat(rows.require("client_type", TextColumn.class).get(0)).isEqualTo("el");
        assertThat(rows.require("pid", LongColumn.class).get(1)).isEqualTo(20);
        MapColumn map = rows.require("attributes", MapColumn.class);
        assertThat(map.get(0)).isEqualTo(Map.of("team", "shop", "copy", "10"));
        assertThat(map.get(1)).isEqualTo(Map.of("team", "shop", "copy", "20"));
        assertThat(rows.eventCount()).isEqualTo(7);
    }

    @Test
    void rowsGetAMapWhereTheyHaveNone() {
        MetricBatch rows = changed(Signal.METRICS, MetricRows.bytes(0, 5, 1), config(null, null, TEAM));
        assertThat(rows.require("attributes", MapColumn.class).get(0)).isEqualTo(Map.of("team", "shop"));
        assertThat(rows.require("sum", LongColumn.class).get(0)).isEqualTo(5);

        AttributeAction clear = new AttributeAction("direction", Kind.DELETE, null, null, null, null, null, null);
        MetricBatch cleared = changed(Signal.METRICS, MetricRows.bytes(0, 5, 1), config(null, null, clear));
        assertThat(cleared.require("direction", TextColumn.class).get(0)).isEmpty();
        assertThat(cleared.find("attributes", MapColumn.class)).isEmpty();
    }

    @Test
    void aChangedBatchHasAnIdentityOfItsOwn() {
        var spans = OtelRecords.spans("a", 1, 1);
        assertThat(changed(Signal.TRACES, spans, config(null, null, TEAM)).id()).isNotEqualTo(spans.id());
    }

    @Test
    void saysWhereAnActionIsWrong() {
        List<String> problems = new ArrayList<>();
        config(services(), null).validate((key, format, arguments) -> problems.add(key));
        config(null, null, TEAM, new AttributeAction("a", null, null, null, null, null, null, null))
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems).containsExactly("actions", "include", "actions[1].action");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new AttributesFactory()
                .create(
                        new TestSettings("attributes", new HandClock(0, 0)).path(Signal.LOGS, Signal.LOGS),
                        config(null, null, TEAM),
                        new Collected<>(Signal.LOGS)));
    }

    @Test
    void recordsKeepTheOrderOfTheirAttributes() {
        Attributes attributes = texts("b", "1", "a", "2");
        var logs = changed(
                Signal.LOGS, OtelRecords.logs("x", OtelRecords.log(9, "x", attributes)), config(null, null, TEAM));
        assertThat(logs.groups()
                        .getFirst()
                        .records()
                        .getFirst()
                        .attributes()
                        .toMap()
                        .keySet())
                .containsExactly("b", "a", "team");
    }
}
