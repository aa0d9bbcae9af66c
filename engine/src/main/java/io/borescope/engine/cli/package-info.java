/**
 * The command line: {@code borescope run}, {@code validate}, {@code components}, {@code print-config}, {@code trace}, {@code
 * doctor}, {@code schema} and {@code import}.
 *
 * <p>{@link io.borescope.engine.cli.Main} parses and turns failures into messages and exit codes ({@code ExitCode}); there is one class per
 * command. {@code ConfigOptions} gives a command its configuration, {@code PluginOptions} its plugins, {@code LogOptions} the agent's log.
 * {@code RunningAgent} keeps an agent alive until it is told to end and prints the summary.
 */
@NullMarked
package io.borescope.engine.cli;

import org.jspecify.annotations.NullMarked;
