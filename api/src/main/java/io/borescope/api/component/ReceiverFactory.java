package io.borescope.api.component;

import io.borescope.api.Signal;
import io.borescope.api.config.ComponentConfig;
import java.util.Set;

/**
 * Makes one type of receiver. Found with {@link java.util.ServiceLoader}.
 *
 * @param <C> what users configure
 */
public interface ReceiverFactory<C extends ComponentConfig> extends ComponentFactory<C> {
    /** The signals it can produce. */
    Set<Signal<?>> produces();

    /** Builds a receiver; opens nothing. */
    Receiver create(ReceiverSettings settings, C config, Outputs outputs);
}
