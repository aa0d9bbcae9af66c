/**
 * What outlives the process. An extension that is a {@link io.borescope.api.storage.StorageExtension} offers it; the engine opens a {@link
 * io.borescope.api.storage.RecordStore} there for each exporter whose {@code sending_queue.storage} names the extension, and keeps the
 * exporter's queue in it.
 */
@NullMarked
package io.borescope.api.storage;

import org.jspecify.annotations.NullMarked;
