/**
 * Commands that plugins add to {@code borescope}.
 *
 * <p>A factory names its {@link io.borescope.api.command.Command}s ({@link io.borescope.api.component.ComponentFactory#commands}). The engine
 * shows them beside its own and hands each call a {@link io.borescope.api.command.CommandCall}. Commands whose names begin with the same
 * word appear under that word, whichever plugin they come from.
 */
@NullMarked
package io.borescope.api.command;

import org.jspecify.annotations.NullMarked;
