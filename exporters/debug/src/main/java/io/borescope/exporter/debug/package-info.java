/**
 * Prints what arrives to the terminal, as tables, for people who want to see their pipeline work.
 *
 * <p>{@link DebugExporter} collects the batches of a window, which arrive one by one, and prints them when the window is complete. {@link
 * WindowReport} lays a window out, {@link EventReport} a batch of kernel events, {@link RecordReport} a batch of spans, log
 * records or data points, each kind as its {@link RecordLayout} says, all with {@link TextTable}; {@link Values} writes figures with units
 * that people read. Everything passes {@link io.borescope.api.command.SafeText} on its way, so that no process can name itself after an escape sequence.
 *
 * <p>Only {@link DebugExporterFactory} and {@link DebugExporterConfig} are public.
 */
@NullMarked
package io.borescope.exporter.debug;

import org.jspecify.annotations.NullMarked;
