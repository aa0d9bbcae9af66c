package io.borescope.api.component;

import io.borescope.api.config.ComponentConfig;

/**
 * Makes one type of extension. Found with {@link java.util.ServiceLoader}.
 *
 * @param <C> what users configure
 */
public interface ExtensionFactory<C extends ComponentConfig> extends ComponentFactory<C> {
    /** Builds an extension; opens nothing. */
    Extension create(ExtensionSettings settings, C config);
}
