package io.borescope.api.component;

import io.borescope.api.Signal;
import io.borescope.api.config.ComponentConfig;
import java.util.Set;

/**
 * Makes one type of exporter. Found with {@link java.util.ServiceLoader}.
 *
 * <p>The keys {@code sending_queue}, {@code retry_on_failure} and {@code timeout} belong to the engine and are the same for every
 * exporter; a config record must not use them.
 *
 * @param <C> what users configure
 */
public interface ExporterFactory<C extends ComponentConfig> extends ComponentFactory<C> {
    /** The signals it can send. */
    Set<Signal<?>> consumes();

    /** Attributes of the {@link io.borescope.api.Resource} that this configuration cannot do without; their absence is a config problem. */
    default Set<String> requiredResourceAttributes(C config) {
        return Set.of();
    }

    /** Builds an exporter; opens nothing. */
    Exporter create(ExporterSettings settings, C config);
}
