package io.borescope.testing;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a chain in a test: keeps an owned copy of every batch of one signal. Thread-safe.
 *
 * @param <B> the batches it takes
 */
public final class Collected<B extends Batch> implements BatchConsumer<B>, Outputs {
    private final Signal<B> signal;
    private final List<B> batches = new ArrayList<>();

    public Collected(Signal<B> signal) {
        this.signal = signal;
    }

    @Override
    public synchronized void consume(B batch) {
        batches.add(signal.batchType().cast(batch.owned()));
    }

    /** What has arrived, oldest first. */
    public synchronized List<B> batches() {
        return List.copyOf(batches);
    }

    /** What has arrived, which is then forgotten. */
    public synchronized List<B> take() {
        List<B> taken = List.copyOf(batches);
        batches.clear();
        return taken;
    }

    /** Input events that the batches answer for. */
    public synchronized long eventCount() {
        return batches.stream().mapToLong(Batch::eventCount).sum();
    }

    @Override
    @SuppressWarnings("unchecked") // the same signal has the same batches
    public <T extends Batch> Optional<BatchConsumer<T>> find(Signal<T> wanted) {
        return wanted.equals(signal) ? Optional.of((BatchConsumer<T>) this) : Optional.empty();
    }
}
