package io.borescope.api;

/**
 * A group of records of one signal that travels together.
 *
 * <p>A batch is either <em>borrowed</em> (valid only during {@link BatchConsumer#consume}, as kernel events are) or <em>owned</em>
 * and immutable (as metrics are). Each batch type says which. Code that meets a type it does not know leaves it alone.
 */
public interface Batch {
    /** The signal this batch belongs to. */
    Signal<?> signal();

    /** Records in this batch, in the unit of its signal; 0 for a batch that only carries progress. */
    int size();

    /**
     * Input events this batch answers for in the ledger. For kernel events this is {@link #size()}; for metrics it is the number of
     * events folded into its rows. Each event is answered for by exactly one batch at any stage.
     */
    long eventCount();

    /**
     * This batch, safe to keep after {@link BatchConsumer#consume} has returned: itself if owned, else a copy. The engine calls it
     * before a batch enters a queue, so components rarely need to.
     */
    Batch owned();
}
