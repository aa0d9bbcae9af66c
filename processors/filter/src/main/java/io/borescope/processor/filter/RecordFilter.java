package io.borescope.processor.filter;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.telemetry.Counter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Leaves records of OpenTelemetry out. Thread-safe.
 *
 * @param <R> the records
 * @param <B> their batches
 */
final class RecordFilter<R, B extends OtelBatch<R>> implements Processor<B> {
    private final ProcessorSettings settings;
    private final Signal<B> signal;
    private final BiFunction<Group<R>, R, Optional<R>> rule;
    private final BatchConsumer<B> next;
    private final Counter filtered;

    RecordFilter(
            ProcessorSettings settings,
            Signal<B> signal,
            BiFunction<Group<R>, R, Optional<R>> rule,
            BatchConsumer<B> next) {
        this.settings = settings;
        this.signal = signal;
        this.rule = rule;
        this.next = next;
        this.filtered = FilterFactory.filtered(settings);
    }

    @Override
    public void consume(B batch) {
        List<Group<R>> groups = batch.groups().stream()
                .map(group -> group.flatMap(
                        record -> rule.apply(group, record).stream().toList()))
                .filter(group -> !group.records().isEmpty())
                .toList();
        B kept = signal.batchType().cast(batch.with(settings.batchIds().next(), groups));
        filtered.add(batch.eventCount() - kept.eventCount());
        if (!groups.isEmpty()) {
            next.consume(kept);
        }
    }
}
