package io.borescope.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sections of a compiled BPF object: a 64-bit little-endian ELF file.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
final class ElfSections {
    private static final int MAGIC = 0x464c457f; // 0x7f E L F
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int MACHINE_BPF = 247;
    private static final int HEADER_SIZE = 64;
    private static final int SECTION_HEADER_SIZE = 64;

    private final ByteBuffer file;
    private final int headers;
    private final int count;
    private final ByteBuffer names;

    private ElfSections(ByteBuffer file) throws BtfException {
        this.file = file;
        if (file.remaining() < HEADER_SIZE || file.getInt(0) != MAGIC) {
            throw new BtfException("it is not an ELF file. Compile it with clang -target bpf -g -c");
        }
        boolean fits = file.get(4) == CLASS_64 && file.get(5) == LITTLE_ENDIAN;
        if (!fits || Short.toUnsignedInt(file.getShort(0x12)) != MACHINE_BPF) {
            throw new BtfException("it is an ELF file of another machine. Compile it with clang -target bpf -g -c");
        }
        if (Short.toUnsignedInt(file.getShort(0x3a)) != SECTION_HEADER_SIZE) {
            throw new BtfException("its table of sections makes no sense");
        }
        count = Short.toUnsignedInt(file.getShort(0x3c));
        headers = within(file.getLong(0x28), (long) count * SECTION_HEADER_SIZE);
        names = section(Short.toUnsignedInt(file.getShort(0x3e)));
    }

    static ElfSections of(byte[] file) throws BtfException {
        return new ElfSections(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The bytes of the first section of this name. */
    ByteBuffer find(String name) throws BtfException {
        for (int i = 0; i < count; i++) {
            if (Strings.equal(names, file.getInt(headers + i * SECTION_HEADER_SIZE), name)) {
                return section(i);
            }
        }
        throw new BtfException(
                "it has no section %s. Compile it with -g, and strip it with llvm-strip -g only".formatted(name));
    }

    private ByteBuffer section(int index) throws BtfException {
        if (index >= count) {
            throw new BtfException("its table of sections makes no sense");
        }
        int header = headers + index * SECTION_HEADER_SIZE;
        long length = file.getLong(header + 0x20);
        int offset = within(file.getLong(header + 0x18), length);
        return file.slice(offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int within(long offset, long length) throws BtfException {
        int size = file.limit();
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw new BtfException("it is cut off: %d bytes at %d of %d".formatted(length, offset, size));
        }
        return (int) offset;
    }
}
