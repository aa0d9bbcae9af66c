package io.borescope.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The type information of one object. Types are numbered from 1; 0 is {@code void}. They are decoded when they are asked for, so it takes no
 * more memory than the section itself and an integer per type. Immutable.
 */
public final class Btf {
    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_SIZE = 24;
    private static final int COMMON_SIZE = 12;
    private static final int MEMBER_SIZE = 12;

    /** Typedefs and qualifiers in a row; C code has a handful, and a circle of them must end. */
    private static final int MOST_ALIASES = 64;

    private final ByteBuffer types;
    private final ByteBuffer strings;
    private final int[] offsets;

    private Btf(ByteBuffer section) throws BtfException {
        if (section.limit() < HEADER_SIZE || Short.toUnsignedInt(section.getShort(0)) != MAGIC) {
            throw new BtfException("its type information (.BTF) does not begin as it should");
        }
        long header = Integer.toUnsignedLong(section.getInt(4));
        types = part(section, header, section.getInt(8), section.getInt(12));
        strings = part(section, header, section.getInt(16), section.getInt(20));
        offsets = findTypes();
    }

    /**
     * Reads the section {@code .BTF} of a compiled object.
     *
     * @param object the bytes of a file that {@code clang -target bpf -g} made
     */
    public static Btf ofObject(byte[] object) throws BtfException {
        return new Btf(ElfSections.of(object).find(".BTF"));
    }

    /** Reads a section by itself, such as {@code /sys/kernel/btf/vmlinux}. */
    public static Btf ofSection(byte[] section) throws BtfException {
        return new Btf(ByteBuffer.wrap(section).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static ByteBuffer part(ByteBuffer section, long header, int offset, int length) throws BtfException {
        long begin = header + Integer.toUnsignedLong(offset);
        long size = Integer.toUnsignedLong(length);
        if (begin > section.limit() || size > section.limit() - begin) {
            throw new BtfException("its type information (.BTF) is cut off");
        }
        return section.slice((int) begin, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int[] findTypes() throws BtfException {
        int[] found = new int[Math.max(16, types.limit() / 16)];
        int count = 1;
        long at = 0;
        while (at < types.limit()) {
            if (types.limit() - at < COMMON_SIZE || types.limit() - at < COMMON_SIZE + rest((int) at)) {
                throw new BtfException("its type information (.BTF) is cut off within type %d".formatted(count));
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = (int) at;
            at += COMMON_SIZE + rest((int) at);
        }
        return Arrays.copyOf(found, count);
    }

    /** Bytes after the part that all types have. */
    private long rest(int at) throws BtfException {
        long length = length(at);
        return switch (kind(at)) {
            case INT, VAR, DECL_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12 * length;
            case ENUM, FUNC_PROTO -> 8 * length;
            case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
        };
    }

    private BtfKind kind(int at) throws BtfException {
        return BtfKind.of(types.getInt(at + 4) >>> 24 & 0x1f);
    }

    private int length(int at) {
        return types.getInt(at + 4) & 0xffff;
    }

    /** The top bit: members have widths, values have signs. */
    private boolean flag(int at) {
        return types.getInt(at + 4) < 0;
    }

    private String name(int at) throws BtfException {
        return Strings.at(strings, types.getInt(at));
    }

    /** How many types there are, {@code void} included. */
    public int size() {
        return offsets.length;
    }

    /** A type by its id. */
    public BtfType type(int id) throws BtfException {
        if (id == 0) {
            return new BtfType.Other("void", "void");
        }
        if (id < 0 || id >= offsets.length) {
            throw new BtfException(
                    "its type information (.BTF) refers to type %d of %d".formatted(id, offsets.length - 1));
        }
        int at = offsets[id];
        BtfKind kind = kind(at);
        return switch (kind) {
            case INT -> integer(at);
            case PTR -> new BtfType.Pointer(types.getInt(at + 8));
            case ARRAY ->
                new BtfType.Array(
                        types.getInt(at + COMMON_SIZE), Integer.toUnsignedLong(types.getInt(at + COMMON_SIZE + 8)));
            case STRUCT, UNION -> composite(at, kind == BtfKind.UNION);
            case ENUM -> enumeration(at, false);
            case ENUM64 -> enumeration(at, true);
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR -> new BtfType.Alias(name(at), types.getInt(at + 8));
            case FWD, FUNC, FUNC_PROTO, DATASEC, FLOAT, DECL_TAG -> new BtfType.Other(kind.label(), name(at));
        };
    }

    private BtfType integer(int at) throws BtfException {
        int size = types.getInt(at + 8);
        int encoding = types.getInt(at + COMMON_SIZE);
        int bits = encoding & 0xff;
        int bitOffset = encoding >>> 16 & 0xff;
        if (size < 1 || size > 16 || bits < 1 || bitOffset + bits > size * 8) {
            throw new BtfException("its integer type %s makes no sense".formatted(name(at)));
        }
        return new BtfType.Int(name(at), size, (encoding >>> 24 & 1) != 0, (encoding >>> 24 & 4) != 0, bitOffset, bits);
    }

    private BtfType composite(int at, boolean isUnion) throws BtfException {
        List<BtfType.Member> members = new ArrayList<>();
        for (int i = 0; i < length(at); i++) {
            int member = at + COMMON_SIZE + i * MEMBER_SIZE;
            int place = types.getInt(member + 8);
            members.add(new BtfType.Member(
                    Strings.at(strings, types.getInt(member)),
                    types.getInt(member + 4),
                    flag(at) ? place & 0xff_ffff : Integer.toUnsignedLong(place),
                    flag(at) ? place >>> 24 : 0));
        }
        return new BtfType.Composite(name(at), isUnion, Integer.toUnsignedLong(types.getInt(at + 8)), members);
    }

    private BtfType enumeration(int at, boolean wide) throws BtfException {
        boolean isSigned = flag(at);
        int step = wide ? 12 : 8;
        Map<Long, String> names = new LinkedHashMap<>();
        for (int i = 0; i < length(at); i++) {
            int value = at + COMMON_SIZE + i * step;
            long low = types.getInt(value + 4);
            long number = wide
                    ? Integer.toUnsignedLong((int) low) | (long) types.getInt(value + 8) << 32
                    : isSigned ? low : Integer.toUnsignedLong((int) low);
            names.putIfAbsent(number, Strings.at(strings, types.getInt(value)));
        }
        int size = types.getInt(at + 8);
        if (size != 1 && size != 2 && size != 4 && size != 8) {
            throw new BtfException("its enum %s has %d bytes".formatted(name(at), size));
        }
        return new BtfType.Enumeration(name(at), size, isSigned, names);
    }

    /** A type without other names and qualifiers. */
    public BtfType resolve(int id) throws BtfException {
        BtfType type = type(id);
        for (int i = 0; i < MOST_ALIASES; i++) {
            if (!(type instanceof BtfType.Alias alias)) {
                return type;
            }
            type = type(alias.target());
        }
        throw new BtfException("its type information (.BTF) goes round in circles at type %d".formatted(id));
    }

    /** Bytes that a value of a type takes; 0 if it holds none. */
    public long sizeOf(int id) throws BtfException {
        long elements = 1;
        int element = id;
        for (int i = 0; i < MOST_ALIASES; i++) {
            switch (resolve(element)) {
                case BtfType.Int integer -> {
                    return product(elements, integer.size());
                }
                case BtfType.Enumeration enumeration -> {
                    return product(elements, enumeration.size());
                }
                case BtfType.Composite composite -> {
                    return product(elements, composite.size());
                }
                case BtfType.Pointer _ -> {
                    return product(elements, Long.BYTES);
                }
                case BtfType.Array array -> {
                    elements = product(elements, array.length());
                    element = array.element();
                }
                case BtfType.Other _, BtfType.Alias _ -> {
                    return 0;
                }
            }
        }
        throw new BtfException("its type information (.BTF) goes round in circles at type %d".formatted(id));
    }

    private static long product(long a, long b) throws BtfException {
        if (a > 0 && b > Long.MAX_VALUE / a) {
            throw new BtfException("one of its types is larger than any memory");
        }
        return a * b;
    }

    /** The id of a struct or union. */
    public Optional<Integer> findComposite(String name) throws BtfException {
        for (int id = 1; id < offsets.length; id++) {
            int at = offsets[id];
            if (isComposite(at) && Strings.equal(strings, types.getInt(at), name)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /** Names of all structs and unions that have one, sorted. */
    public List<String> compositeNames() throws BtfException {
        TreeSet<String> names = new TreeSet<>();
        for (int id = 1; id < offsets.length; id++) {
            if (isComposite(offsets[id])) {
                names.add(name(offsets[id]));
            }
        }
        names.remove("");
        return List.copyOf(names);
    }

    private boolean isComposite(int at) throws BtfException {
        BtfKind kind = kind(at);
        return kind == BtfKind.STRUCT || kind == BtfKind.UNION;
    }

    /**
     * A variable of the object.
     *
     * @param type its id
     * @param offset in bytes from the beginning of its section
     * @param size in bytes
     */
    public record Variable(String name, int type, long offset, long size) {}

    /** The variables in a section such as {@code .rodata} or {@code .maps}; none if there is no such section. */
    public List<Variable> variables(String section) throws BtfException {
        List<Variable> variables = new ArrayList<>();
        for (int id = 1; id < offsets.length; id++) {
            int at = offsets[id];
            if (kind(at) == BtfKind.DATASEC && Strings.equal(strings, types.getInt(at), section)) {
                for (int i = 0; i < length(at); i++) {
                    variables.add(variable(at + COMMON_SIZE + i * MEMBER_SIZE));
                }
            }
        }
        return variables;
    }

    private Variable variable(int place) throws BtfException {
        if (!(type(types.getInt(place)) instanceof BtfType.Alias variable)) {
            throw new BtfException("its type information (.BTF) has something else than variables in a section");
        }
        return new Variable(
                variable.name(),
                variable.target(),
                Integer.toUnsignedLong(types.getInt(place + 4)),
                Integer.toUnsignedLong(types.getInt(place + 8)));
    }

    /**
     * What a map that is declared in the section {@code .maps} says of its keys or values.
     *
     * @param map its name
     * @param part {@code key} or {@code value}
     * @return the id of the type in {@code __type(part, …)}; empty if it was declared by its size alone
     */
    public Optional<Integer> mapType(String map, String part) throws BtfException {
        for (Variable variable : variables(".maps")) {
            if (variable.name().equals(map) && resolve(variable.type()) instanceof BtfType.Composite definition) {
                for (BtfType.Member member : definition.members()) {
                    if (member.name().equals(part) && resolve(member.type()) instanceof BtfType.Pointer pointer) {
                        return Optional.of(pointer.target());
                    }
                }
            }
        }
        return Optional.empty();
    }
}
