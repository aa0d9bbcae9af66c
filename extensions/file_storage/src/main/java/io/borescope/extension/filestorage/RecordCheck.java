package io.borescope.extension.filestorage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Checksums over a record's number and bytes, so that bytes of another record are noticed too. */
final class RecordCheck {
    private RecordCheck() {}

    /** CRC-32C of a number, then all parts. */
    static long of(long number, byte[]... parts) {
        CRC32C check = new CRC32C();
        check.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        for (byte[] part : parts) {
            check.update(part);
        }
        return check.getValue();
    }
}
