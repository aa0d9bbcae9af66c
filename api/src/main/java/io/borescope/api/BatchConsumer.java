package io.borescope.api;

/**
 * Takes batches of one signal: the next link of a pipeline as the link before it sees it.
 *
 * @param <B> the batch type
 */
@FunctionalInterface
public interface BatchConsumer<B extends Batch> {
    /**
     * Takes one batch. Called by one thread at a time unless the consumer's factory declares it stateless. A borrowed batch must not
     * be touched after this returns. The caller does not expect exceptions: the engine contains, counts and reports what the next
     * component throws, and the batch is then lost by that component with the reason {@code component_failed}.
     */
    void consume(B batch);

    /**
     * Takes one batch like {@link #consume}, or says that there is no room for it now, neither in a pipeline nor in the queue of any exporter: then
     * nobody has taken it, and whoever sent it should be told to come again. May wait, as the exporters' queues are configured. For receivers whose senders can wait; what others bring is lost and counted.
     *
     * @return whether the batch was taken
     */
    default boolean offer(B batch) {
        consume(batch);
        return true;
    }
}
