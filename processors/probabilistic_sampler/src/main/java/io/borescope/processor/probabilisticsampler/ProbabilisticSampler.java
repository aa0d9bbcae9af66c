package io.borescope.processor.probabilisticsampler;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.telemetry.Counter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps a share of records. Thread-safe.
 *
 * @param <R> the records
 * @param <B> their batches
 */
final class ProbabilisticSampler<R, B extends OtelBatch<R>> implements Processor<B> {
    private final ProcessorSettings settings;
    private final Signal<B> signal;
    private final Function<R, Optional<R>> choice;
    private final BatchConsumer<B> next;
    private final Counter sampled;

    ProbabilisticSampler(
            ProcessorSettings settings, Signal<B> signal, Function<R, Optional<R>> choice, BatchConsumer<B> next) {
        this.settings = settings;
        this.signal = signal;
        this.choice = choice;
        this.next = next;
        this.sampled = settings.ledger().lost("sampled", "Not among the share that is kept, as configured.");
    }

    @Override
    public void consume(B batch) {
        List<Group<R>> groups = batch.groups().stream()
                .map(group ->
                        group.flatMap(record -> choice.apply(record).stream().toList()))
                .filter(group -> !group.records().isEmpty())
                .toList();
        B kept = signal.batchType().cast(batch.with(settings.batchIds().next(), groups));
        sampled.add(batch.eventCount() - kept.eventCount());
        if (!groups.isEmpty()) {
            next.consume(kept);
        }
    }
}
