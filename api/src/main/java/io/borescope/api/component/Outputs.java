package io.borescope.api.component;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import java.util.Optional;

/** The next links of a component, by signal. Valid for the component's life. */
public interface Outputs {
    /** The consumer of a signal, or empty if no pipeline wants it from this component. */
    <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal);

    /**
     * The consumer of a signal that the engine has promised.
     *
     * @throws IllegalStateException if there is none, which is a mistake in the factory's declared signals
     */
    default <B extends Batch> BatchConsumer<B> require(Signal<B> signal) {
        return find(signal).orElseThrow(() -> new IllegalStateException("no consumer of " + signal));
    }
}
