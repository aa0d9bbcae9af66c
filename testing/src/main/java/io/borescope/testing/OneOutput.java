package io.borescope.testing;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import java.util.Optional;

/**
 * Where a component in a test hands its batches on: to one consumer, of one signal.
 *
 * @param <B> the batches
 */
public record OneOutput<B extends Batch>(Signal<B> signal, BatchConsumer<B> next) implements Outputs {
    @Override
    @SuppressWarnings("unchecked") // the same signal has the same batches
    public <T extends Batch> Optional<BatchConsumer<T>> find(Signal<T> wanted) {
        return wanted.equals(signal) ? Optional.of((BatchConsumer<T>) next) : Optional.empty();
    }
}
