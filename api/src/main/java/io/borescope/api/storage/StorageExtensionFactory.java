package io.borescope.api.storage;

import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.config.ComponentConfig;

/**
 * Makes extensions that {@code sending_queue.storage} may name. Found as an {@link ExtensionFactory}.
 *
 * @param <C> what users configure
 */
public interface StorageExtensionFactory<C extends ComponentConfig> extends ExtensionFactory<C> {
    @Override
    StorageExtension create(ExtensionSettings settings, C config);
}
