package io.borescope.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The structs in the type information of a compiled object: enough of ELF and BTF for that.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">BTF</a>
 */
final class Btf {
    /** Size in bytes and byte offsets by member. */
    record Struct(int size, Map<String, Integer> offsets) {}

    private static final int KIND_STRUCT = 4;

    private final Map<String, Struct> structs = new HashMap<>();

    private Btf(ByteBuffer btf) {
        int header = btf.getInt(4);
        int types = header + btf.getInt(8);
        int end = types + btf.getInt(12);
        int strings = header + btf.getInt(16);
        for (int at = types; at < end; at += 12 + extra(btf, at)) {
            if (kind(btf, at) == KIND_STRUCT) {
                structs.put(string(btf, strings + btf.getInt(at)), struct(btf, strings, at));
            }
        }
    }

    static Btf of(String resource) throws IOException {
        try (InputStream file = Btf.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IOException(resource + " was not built");
            }
            return new Btf(section(ByteBuffer.wrap(file.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN), ".BTF"));
        }
    }

    Struct struct(String name) {
        Struct struct = structs.get(name);
        if (struct == null) {
            throw new IllegalArgumentException("no struct " + name + " among " + structs.keySet());
        }
        return struct;
    }

    boolean has(String struct) {
        return structs.containsKey(struct);
    }

    private static ByteBuffer section(ByteBuffer elf, String name) throws IOException {
        int headers = Math.toIntExact(elf.getLong(0x28));
        int size = elf.getShort(0x3a);
        int names = Math.toIntExact(elf.getLong(headers + elf.getShort(0x3e) * size + 0x18));
        for (int i = 0; i < elf.getShort(0x3c); i++) {
            int header = headers + i * size;
            if (name.equals(string(elf, names + elf.getInt(header)))) {
                int offset = Math.toIntExact(elf.getLong(header + 0x18));
                int length = Math.toIntExact(elf.getLong(header + 0x20));
                return elf.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw new IOException("no section " + name);
    }

    private static Struct struct(ByteBuffer btf, int strings, int at) {
        Map<String, Integer> offsets = new TreeMap<>();
        for (int i = 0; i < length(btf, at); i++) {
            int member = at + 12 + i * 12;
            offsets.put(string(btf, strings + btf.getInt(member)), btf.getInt(member + 8) / 8);
        }
        return new Struct(btf.getInt(at + 8), offsets);
    }

    private static int kind(ByteBuffer btf, int at) {
        return btf.getInt(at + 4) >> 24 & 0x1f;
    }

    private static int length(ByteBuffer btf, int at) {
        return btf.getInt(at + 4) & 0xffff;
    }

    /** Bytes after the common part of a type. */
    private static int extra(ByteBuffer btf, int at) {
        return switch (kind(btf, at)) {
            case 1, 14, 17 -> 4; // int, variable, declaration tag
            case 3 -> 12; // array
            case KIND_STRUCT, 5, 15, 19 -> 12 * length(btf, at); // and union, section, enum64
            case 6, 13 -> 8 * length(btf, at); // enum, function prototype
            default -> 0;
        };
    }

    private static String string(ByteBuffer bytes, int at) {
        int end = at;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] string = new byte[end - at];
        bytes.get(at, string);
        return new String(string, StandardCharsets.US_ASCII);
    }
}
