package io.borescope.receiver.hostspecs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the table that firmware would, structure by structure, as DSP0134 lays it out. */
final class SmbiosBuilder {
    /** Length of a memory device in the versions 2.1, 2.8 and 3.3 of the specification. */
    static final int V2_1 = 0x15;

    static final int V2_8 = 0x28;
    static final int V3_3 = 0x5C;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A structure of a type that nobody asks for, with texts. */
    SmbiosBuilder other(int type, int length, String... texts) {
        byte[] formatted = new byte[length];
        formatted[0] = (byte) type;
        formatted[1] = (byte) length;
        return structure(formatted, texts);
    }

    Device device(int length) {
        return new Device(length);
    }

    SmbiosBuilder end() {
        return other(127, 4);
    }

    byte[] build() {
        return bytes.toByteArray();
    }

    private SmbiosBuilder structure(byte[] formatted, String... texts) {
        bytes.writeBytes(formatted);
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(0);
        }
        if (texts.length == 0) {
            bytes.write(0);
        }
        bytes.write(0);
        return this;
    }

    /** A memory device. */
    final class Device {
        private final byte[] formatted;

        Device(int length) {
            formatted = new byte[length];
            formatted[0] = 17;
            formatted[1] = (byte) length;
        }

        /** Sets a little-endian field, if this version has it. */
        Device set(int offset, int size, long value) {
            for (int i = 0; i < size && offset + i < formatted.length; i++) {
                formatted[offset + i] = (byte) (value >> (8 * i));
            }
            return this;
        }

        SmbiosBuilder texts(String... texts) {
            return structure(formatted, texts);
        }
    }
}
