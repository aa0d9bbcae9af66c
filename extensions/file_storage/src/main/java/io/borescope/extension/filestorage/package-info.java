/**
 * Records on disk, for the queues of exporters.
 *
 * <p>{@link io.borescope.extension.filestorage.FileStorage} owns a directory, which {@link
 * io.borescope.extension.filestorage.DirectoryLock} keeps to one agent, and opens a {@link
 * io.borescope.extension.filestorage.SqliteRecordStore} for each owner. The store decides what to do about failures; {@link
 * io.borescope.extension.filestorage.RecordFile} knows the tables, {@link io.borescope.extension.filestorage.RecordCheck}
 * the checksums, {@link io.borescope.extension.filestorage.WriteAheadLog} what a killed process left beside it. Only
 * {@link io.borescope.extension.filestorage.FileStorageFactory} is used from outside.
 */
@NullMarked
package io.borescope.extension.filestorage;

import org.jspecify.annotations.NullMarked;
