package io.borescope.api.storage;

import java.nio.ByteBuffer;

/**
 * A record that a {@link RecordStore} found when it was opened.
 *
 * @param number its number
 * @param head as appended, read-only
 * @param bodyBytes length of its body
 */
public record StoredRecord(long number, ByteBuffer head, long bodyBytes) {}
