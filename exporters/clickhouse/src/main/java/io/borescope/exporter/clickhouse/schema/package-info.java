/**
 * Makes the tables, from SQL files with one version each.
 *
 * <p>{@link Migration} reads the files into {@link Statement}s; {@link SchemaForm} turns each into what one server or a cluster is sent. {@link Migrator} compares what
 * {@link VersionTable} records with what there is to do, takes the {@link Lease} and does it; {@link Retention} adds TTLs. Nothing of it knows how a statement gets
 * to a server: that is {@link Database}.
 */
@NullMarked
package io.borescope.exporter.clickhouse.schema;

import org.jspecify.annotations.NullMarked;
