package io.borescope.processor.resource;

import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.Attributes;
import java.util.function.UnaryOperator;

/** Changes the resource of rows in columns, whose attributes are text. Thread-safe. */
final class RowResources implements Processor<MetricBatch> {
    private final BatchIds ids;
    private final UnaryOperator<Attributes> change;
    private final BatchConsumer<MetricBatch> next;

    RowResources(BatchIds ids, UnaryOperator<Attributes> change, BatchConsumer<MetricBatch> next) {
        this.ids = ids;
        this.change = change;
        this.next = next;
    }

    @Override
    public void consume(MetricBatch batch) {
        Attributes changed = change.apply(Attributes.ofTexts(batch.resource().attributes()));
        next.consume(batch.with(Resource.of(changed.toTexts())).with(ids.next()));
    }
}
