package io.borescope.api.storage;

import io.borescope.api.component.Extension;

/** An extension that keeps records for others. Others open them between its start and its close. Thread-safe. */
public interface StorageExtension extends Extension {
    /**
     * Opens the records of one owner; there are none the first time. What is damaged is left out, counted and logged by the extension.
     *
     * @param owner stable over restarts, such as {@code exporter/clickhouse/archive}; nobody else has opened it
     * @throws StorageException if they cannot be read or written at all; the message says what to do
     */
    RecordStore open(String owner) throws StorageException;
}
