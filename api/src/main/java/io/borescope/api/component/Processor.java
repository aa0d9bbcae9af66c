package io.borescope.api.component;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;

/**
 * A link in the middle of a pipeline. The engine lets one thread at a time into it, timers included, so it needs no locks (unless its
 * factory declares it stateless); nothing in it may block.
 *
 * @param <B> the batches it takes
 */
public interface Processor<B extends Batch> extends Component, BatchConsumer<B> {
    /**
     * Whether the pipeline may take data now. The engine asks before it lets a batch in; while the answer is no, a batch that is {@linkplain
     * BatchConsumer#offer offered} stays with its sender, and any other is lost with the reason {@code refused}. Called by the threads of
     * receivers, outside the gate, once per batch: thread-safe and quick.
     */
    default boolean admits() {
        return true;
    }
}
