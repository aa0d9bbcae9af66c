package io.borescope.processor.resource;

import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchIds;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelBatch;
import java.util.function.UnaryOperator;

/**
 * Changes the resources of records of OpenTelemetry. Thread-safe.
 *
 * @param <R> the records
 * @param <B> their batches
 */
final class RecordResources<R, B extends OtelBatch<R>> implements Processor<B> {
    private final Signal<B> signal;
    private final BatchIds ids;
    private final UnaryOperator<Attributes> change;
    private final BatchConsumer<B> next;

    RecordResources(Signal<B> signal, BatchIds ids, UnaryOperator<Attributes> change, BatchConsumer<B> next) {
        this.signal = signal;
        this.ids = ids;
        this.change = change;
        this.next = next;
    }

    @Override
    public void consume(B batch) {
        next.consume(signal.batchType()
                .cast(batch.with(
                        ids.next(), batch.groups().stream().map(this::changed).toList())));
    }

    private Group<R> changed(Group<R> group) {
        return group.with(group.resource().with(change.apply(group.resource().attributes())));
    }
}
