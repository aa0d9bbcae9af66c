package io.borescope.processor.attributes;

import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchIds;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.OtelResource;
import io.borescope.attributes.RowAttributes;
import java.util.stream.IntStream;

/** Changes rows in columns. Thread-safe. */
final class RowChanger implements Processor<MetricBatch> {
    private final BatchIds ids;
    private final Changes changes;
    private final BatchConsumer<MetricBatch> next;

    RowChanger(BatchIds ids, Changes changes, BatchConsumer<MetricBatch> next) {
        this.ids = ids;
        this.changes = changes;
        this.next = next;
    }

    @Override
    public void consume(MetricBatch batch) {
        RowAttributes rows = new RowAttributes(batch);
        OtelResource resource =
                OtelResource.of(Attributes.ofTexts(batch.resource().attributes()));
        String metric = batch.descriptor().name();
        next.consume(rows.with(
                ids.next(),
                IntStream.range(0, batch.size())
                        .mapToObj(row -> changes.ofRow(resource, metric, rows.of(row)))
                        .toList()));
    }
}
