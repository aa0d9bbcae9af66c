package io.borescope.extension.clickhouseembedded.library;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One file in a tar archive (POSIX ustar, as npm packs them), read as a stream.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax, ustar interchange format</a>
 */
final class TarMember extends InputStream {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;

    private final InputStream archive;
    private long left;

    private TarMember(InputStream archive, long size) {
        this.archive = archive;
        this.left = size;
    }

    /**
     * Skips to a member.
     *
     * @return its bytes; closing it does not close the archive
     * @throws IOException if there is none of that name
     */
    static InputStream find(InputStream archive, String name) throws IOException {
        while (true) {
            byte[] header = archive.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                throw new IOException("the archive holds no " + name);
            }
            long size = octal(header);
            if (text(header, 0, NAME_LENGTH).equals(name)) {
                return new TarMember(archive, size);
            }
            archive.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        }
    }

    private static long octal(byte[] header) throws IOException {
        String digits = text(header, SIZE_OFFSET, SIZE_LENGTH).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new IOException("no tar archive: \"%s\" is no size".formatted(digits));
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = archive.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the archive ends early");
        }
        left -= read;
        return read;
    }
}
