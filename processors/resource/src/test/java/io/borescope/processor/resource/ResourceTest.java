package io.borescope.processor.resource;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import io.borescope.attributes.AttributeAction;
import io.borescope.attributes.AttributeAction.Kind;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceTest {
    private static final ResourceConfig CONFIG = new ResourceConfig(
            List.of(new AttributeAction("cluster", Kind.UPSERT, Value.of("eu"), null, null, null, null, null)));

    @SuppressWarnings("unchecked") // it was asked for by its path
    private static <B extends Batch> B changed(Signal<B> signal, B batch) {
        Collected<B> out = new Collected<>(signal);
        TestSettings settings = new TestSettings("resource", new HandClock(0, 0)).path(signal, signal);
        ((Processor<B>) new ResourceFactory().create(settings, CONFIG, out)).consume(batch);
        return out.batches().getFirst();
    }

    @Test
    void changesTheResourcesOfAllSignals() {
        Attributes expected = texts("service.name", "a", "cluster", "eu");
        assertThat(changed(Signal.TRACES, OtelRecords.spans("a", 1, 2))
                        .groups()
                        .getFirst()
                        .resource()
                        .attributes())
                .isEqualTo(expected);
        assertThat(changed(Signal.LOGS, OtelRecords.logs("a", OtelRecords.log(9, "x", Attributes.EMPTY)))
                        .groups()
                        .getFirst()
                        .resource()
                        .attributes())
                .isEqualTo(expected);
        assertThat(changed(Signal.DATA_POINTS, OtelRecords.points("a", OtelRecords.gauge("g", 1, Attributes.EMPTY)))
                        .groups()
                        .getFirst()
                        .resource()
                        .attributes())
                .isEqualTo(expected);
    }

    @Test
    void changesTheResourceOfRows() {
        MetricBatch rows = changed(Signal.METRICS, MetricRows.latencies(0));
        assertThat(rows.resource().find("cluster")).contains("eu");
        assertThat(rows.resource().find(Resource.INSTANCE_NAME)).contains("node-7");
    }

    @Test
    void wantsSomethingToDo() {
        List<String> problems = new ArrayList<>();
        new ResourceConfig(List.of()).validate((key, format, arguments) -> problems.add(key));
        assertThat(problems).containsExactly("attributes");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ResourceFactory()
                .create(
                        new TestSettings("resource", new HandClock(0, 0)).path(Signal.LOGS, Signal.LOGS),
                        CONFIG,
                        new Collected<>(Signal.LOGS)));
    }
}
