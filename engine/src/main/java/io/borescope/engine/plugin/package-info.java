/**
 * Finds the components that a configuration can name.
 *
 * <p>{@link io.borescope.engine.plugin.Plugins} loads plugins, from directories (each with its own class loader, by way of PF4J) and from the
 * application's class path (built-in plugins, if the launcher puts them there), and asks each for its factories with {@link
 * java.util.ServiceLoader}. The result is a {@link io.borescope.engine.plugin.ComponentCatalog}: factories by {@link
 * io.borescope.engine.plugin.FactoryKind} and type, and what failed to load with its cause. One broken plugin never keeps the others from
 * loading.
 */
@NullMarked
package io.borescope.engine.plugin;

import org.jspecify.annotations.NullMarked;
