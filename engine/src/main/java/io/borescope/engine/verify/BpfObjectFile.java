package io.borescope.engine.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads of a compiled BPF object what tells one from any other file: an ELF header of the right machine, and the names of its sections. Whether
 * its programs pass is for a kernel to say.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html">ELF header</a>
 */
final class BpfObjectFile {
    private static final int ELF_MAGIC = 0x464c457f;
    private static final int RELOCATABLE_64_BIT_LITTLE_ENDIAN = 0x0102;
    private static final short ET_REL = 1;
    private static final short EM_BPF = 247;
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_BYTES = 64;

    private final ByteBuffer file;

    private BpfObjectFile(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is wrong with a file, a clause; nothing if nothing is. */
    static Optional<String> problem(byte[] bytes) {
        try {
            return new BpfObjectFile(bytes).problem();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return Optional.of("it is cut short or damaged");
        }
    }

    private Optional<String> problem() {
        if (file.capacity() < HEADER_BYTES || file.getInt(0) != ELF_MAGIC) {
            return Optional.of("it is no ELF file");
        }
        if (file.getShort(4) != RELOCATABLE_64_BIT_LITTLE_ENDIAN || file.getShort(16) != ET_REL) {
            return Optional.of("it is no object file of 64 bits, little endian");
        }
        if (file.getShort(18) != EM_BPF) {
            return Optional.of("it was compiled for machine %d, not for BPF (%d)".formatted(file.getShort(18), EM_BPF));
        }
        return sections().contains(".BTF") ? Optional.empty() : Optional.of("it has no types (section .BTF)");
    }

    private List<String> sections() {
        int table = Math.toIntExact(file.getLong(40));
        int count = Short.toUnsignedInt(file.getShort(60));
        int names = offsetOf(table, Short.toUnsignedInt(file.getShort(62)));
        List<String> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(text(Math.addExact(names, file.getInt(table + i * SECTION_BYTES))));
        }
        return sections;
    }

    private int offsetOf(int table, int section) {
        return Math.toIntExact(file.getLong(table + section * SECTION_BYTES + 24));
    }

    private String text(int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; file.get(i) != 0; i++) {
            text.append((char) file.get(i));
        }
        return text.toString();
    }
}
