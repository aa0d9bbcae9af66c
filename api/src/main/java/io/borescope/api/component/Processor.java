package io.borescope.api.component;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;

/**
 * A link in the middle of a pipeline. The engine lets one thread at a time into it, timers included, so it needs no locks (unless its
 * factory declares it stateless); nothing in it may block.
 *
 * @param <B> the batches it takes
 */
public interface Processor<B extends Batch> extends Component, BatchConsumer<B> {}
