package io.borescope.api.component;

import io.borescope.api.config.ComponentConfig;
import java.util.Set;

/**
 * Makes one type of processor. Found with {@link java.util.ServiceLoader}.
 *
 * @param <C> what users configure
 */
public interface ProcessorFactory<C extends ComponentConfig> extends ComponentFactory<C> {
    /** The ways it can stand in a pipeline, no two with the same input. */
    Set<SignalPath> paths();

    /** Whether several threads may be in {@link Processor#consume} at once; then it has no timers and keeps nothing. */
    default boolean stateless() {
        return false;
    }

    /**
     * Builds a processor; opens nothing.
     *
     * @param settings says among others which of {@link #paths()} is wanted
     * @param outputs has the consumer of that path's output
     */
    Processor<?> create(ProcessorSettings settings, C config, Outputs outputs);
}
