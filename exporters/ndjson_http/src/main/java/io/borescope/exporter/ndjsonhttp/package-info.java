/**
 * Posts metric rows as lines of JSON, in the shape that users of Observoor's HTTP sink know.
 *
 * <p>{@link NdjsonHttpExporter} takes the batches of one export and asks {@link RequestWriter} for one request body after the other. That
 * writes rows with a {@link RowEncoder} per batch into a {@link JsonBuffer} and compresses them as it goes; {@link ObservoorContract}
 * knows the names, the order and the widths of the contract's fields. {@link HttpSender} sends a body and says what the answer means.
 * {@link AcceptedRows} remembers what was accepted of batches that come again.
 *
 * <p>Only {@link NdjsonHttpExporterFactory} and {@link NdjsonHttpExporterConfig} are public.
 */
@NullMarked
package io.borescope.exporter.ndjsonhttp;

import org.jspecify.annotations.NullMarked;
