package io.borescope.processor.batch;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.telemetry.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Joins batches of one signal until they are large or old enough, and cuts them where they are too large. Lives behind the pipeline's
 * gate.
 *
 * @param <R> the records of a group
 * @param <B> their batches
 */
final class Batcher<R, B extends OtelBatch<R>> implements Processor<B> {
    private final ProcessorSettings settings;
    private final BatchConfig config;
    private final Signal<B> signal;
    private final BatchConsumer<B> next;
    private final Waiting<R> waiting;
    private final Counter complete;
    private final Counter incomplete;
    private @Nullable B latest;

    Batcher(ProcessorSettings settings, BatchConfig config, Signal<B> signal, BatchConsumer<B> next, Unit<R> unit) {
        this.settings = settings;
        this.config = config;
        this.signal = signal;
        this.next = next;
        this.waiting = new Waiting<>(unit);
        this.complete = settings.meter()
                .counter("complete_batches", "{batch}", "Batches handed on because they were large enough.");
        this.incomplete = settings.meter()
                .counter("incomplete_batches", "{batch}", "Batches handed on because their time was up.");
    }

    @Override
    public void start() {
        settings.ledger().held(waiting::size);
        if (config.joins()) {
            settings.timers().every(config.timeout(), this::sendAll);
        }
    }

    @Override
    public void consume(B batch) {
        if (batch.size() == 0) {
            return; // metrics without data points, of which any number could wait
        }
        latest = batch;
        waiting.add(batch.groups(), batch.size());
        if (!config.joins()) {
            sendAll();
            return;
        }
        while (waiting.size() >= config.sendBatchSize()) {
            complete.add(1);
            send(batch);
        }
    }

    /** Whatever waits has waited for up to the timeout. */
    private void sendAll() {
        B template = latest;
        while (template != null && waiting.size() > 0) {
            incomplete.add(1);
            send(template);
        }
    }

    private void send(B template) {
        int most = config.sendBatchMaxSize() == 0 ? Integer.MAX_VALUE : config.sendBatchMaxSize();
        next.consume(signal.batchType().cast(template.with(settings.batchIds().next(), waiting.take(most))));
    }

    @Override
    public void close() {
        sendAll();
    }
}
