package io.borescope.attributes;

import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchIds;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelBatch;
import java.util.function.UnaryOperator;

/**
 * A processor that changes records of OpenTelemetry group by group, none of which becomes empty. Thread-safe if the change is.
 *
 * @param <R> the records
 * @param <B> their batches
 */
public final class GroupChanger<R, B extends OtelBatch<R>> implements Processor<B> {
    private final Signal<B> signal;
    private final BatchIds ids;
    private final UnaryOperator<Group<R>> change;
    private final BatchConsumer<B> next;

    /**
     * @param ids of the changed batches
     */
    public GroupChanger(Signal<B> signal, BatchIds ids, UnaryOperator<Group<R>> change, BatchConsumer<B> next) {
        this.signal = signal;
        this.ids = ids;
        this.change = change;
        this.next = next;
    }

    @Override
    public void consume(B batch) {
        next.consume(signal.batchType()
                .cast(batch.with(ids.next(), batch.groups().stream().map(change).toList())));
    }
}
