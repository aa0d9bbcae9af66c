/**
 * Writes metrics, spans and log records to ClickHouse: whole columns, one block per table and delivery.
 *
 * <p>{@link ClickHouseExporter} sorts the batches of a delivery by table and lets {@link BlockEncoder} write each table's batches into one
 * block. {@link ObservoorTables} is the data that says which metric fills which {@link Table}, and each column from which {@link Source}; {@link
 * RowMerger} first adds up rows that a table could not tell apart. What has no such table goes into one of {@link OtelTables} by its kind, where {@link
 * RowAttributes} are a map. Spans, log records and data points go into {@link RecordTables}: {@link Cells} say what a column gets of each record, {@link
 * RecordEncoder} writes it, {@link MapWriter} its attributes. {@link TableCheck} compares a table with the server's before the first insert, because the
 * server drops columns that it does not have and lets numbers wrap. {@link Servers} chooses a {@link Server}, packs and sends, and says what a failure means.
 * {@link Taken} remembers what of a delivery was taken that comes again.
 *
 * <p>Only {@link ClickHouseExporterFactory} and {@link ClickHouseExporterConfig} are public, with what the latter is made of.
 */
@NullMarked
package io.borescope.exporter.clickhouse;

import org.jspecify.annotations.NullMarked;
