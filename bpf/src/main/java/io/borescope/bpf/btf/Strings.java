package io.borescope.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A section of strings that each end with a NUL, found by their offset. */
final class Strings {
    private Strings() {}

    static String at(ByteBuffer section, int offset) throws BtfException {
        int end = end(section, offset);
        byte[] string = new byte[end - offset];
        section.get(offset, string);
        return new String(string, StandardCharsets.UTF_8);
    }

    /** Whether a string is there, without making it. */
    static boolean equal(ByteBuffer section, int offset, String expected) {
        byte[] bytes = expected.getBytes(StandardCharsets.UTF_8);
        if (offset < 0 || offset > section.limit() - bytes.length - 1) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (section.get(offset + i) != bytes[i]) {
                return false;
            }
        }
        return section.get(offset + bytes.length) == 0;
    }

    private static int end(ByteBuffer section, int offset) throws BtfException {
        if (offset < 0) {
            throw new BtfException("a name lies outside of its section");
        }
        for (int end = offset; end < section.limit(); end++) {
            if (section.get(end) == 0) {
                return end;
            }
        }
        throw new BtfException("a name lies outside of its section");
    }
}
