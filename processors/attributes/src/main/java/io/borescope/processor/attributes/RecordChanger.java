package io.borescope.processor.attributes;

import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchIds;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelBatch;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Changes records of OpenTelemetry. Thread-safe.
 *
 * @param <R> the records
 * @param <B> their batches
 */
final class RecordChanger<R, B extends OtelBatch<R>> implements Processor<B> {
    private final Signal<B> signal;
    private final BatchIds ids;
    private final BiFunction<Group<R>, R, R> change;
    private final BatchConsumer<B> next;

    RecordChanger(Signal<B> signal, BatchIds ids, BiFunction<Group<R>, R, R> change, BatchConsumer<B> next) {
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
        List<R> records = group.records().stream()
                .map(record -> change.apply(group, record))
                .toList();
        return new Group<>(group.resource(), group.scope(), records);
    }
}
